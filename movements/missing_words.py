"""What is said of a field left empty that must be filled in: by its title, where that is no noun.

"Enter the receiving school." reads well; of "Why" or "Asked by" a sentence is written here.
"""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "Advice": "Say which advice was offered.",
    "Answer overall": "Choose one of the answers to the first question.",
    "Asked at": "Say at which point the pupil was asked.",
    "Asked by": "Say who asked for it.",
    "Concern": "Say which concern it was.",
    "Contacts": "Enter the number of contacts.",
    "Duty engaged": "Say which duty is engaged.",
    "Education meanwhile": "Say how the pupil is educated meanwhile.",
    "Enquiry": "Say which enquiry was made.",
    "Found": "Say where the child was found.",
    "Holds": "Say whether the return holds.",
    "How": "Say how.",
    "How it ended": "Say how it ended.",
    "How it is known": "Say how it is known.",
    "Its answers": "Give what was told, answer by answer.",
    "Offered to": "Say to whom it was offered.",
    "Party": "Say which party it is.",
    "Permitted by": "Say who permitted it.",
    "Person asked": "Say who is asked: the pupil or a parent.",
    "School days directed": "Enter the number of school days directed.",
    "School days expected": "Enter the number of school days expected.",
    "Seen by": "Say who saw the pupil.",
    "Sessions": "Enter the number of sessions.",
    "Sessions missed": "Enter the number of sessions missed.",
    "Sort": "Say of which sort it is.",
    "Subjects and offer": "Enter the subjects and what else is offered.",
    "Supports entry": "Say which entry it supports.",
    "The other record": "Enter the other record.",
    "To": "Say to whom.",
    "To authority": "Say to which authority.",
    "Visit": "Say which visit it was.",
    "Visited by": "Say who visited.",
    "Week": "Enter the sessions of the week.",
    "What is overridden": "Say what is overridden.",
    "What the concern is": "Say what the concern is.",
    "What was sent": "Say what was sent.",
    "What was told": "Say which kind of movement was told.",
    "Why": "Say why.",
}
"""Title of a field -> what to do when it is empty."""
