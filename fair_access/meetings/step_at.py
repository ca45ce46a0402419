"""A step that is taken at a meeting: which meeting it was, and what was not in order there."""

from collections.abc import Iterator

from fair_access.meetings.book import Book
from fair_access.meetings.concerns import quorum
from fair_access.meetings.law import NO_INTEREST, PANELS
from fair_access.meetings.state import Meeting
from fair_access.steps import AtMeeting
from movements.local_rules import LocalRules
from movements.problems import Concern, Problem, Refused


def meetings_of(held: Book, case: str) -> list[Meeting]:
    """The meetings that have a case on their agenda, the latest first."""
    found = (one for one in held.meetings.values() if case in one.cases)
    return sorted(found, key=lambda one: (one.day, one.starts_at, one.id), reverse=True)


def meeting_of(step: AtMeeting, found: list[Meeting]) -> str | None:
    """The meeting that a step was taken at: the one it names, or else the only one of its day.

    `found` are the meetings that have the case on their agenda. Raises Refused for another.
    """
    if step.meeting is None:
        that_day = [one.id for one in found if one.day == step.met_on]
        return that_day[0] if len(that_day) == 1 else None
    named = next((one for one in found if one.id == step.meeting), None)
    if named is None:
        words = "No meeting of this id has the case on its agenda: put the case there first."
        raise Refused([Problem("meeting", "unknown_meeting", words)])
    if step.met_on < named.day or (not step.held_there and step.met_on != named.day):
        words = f"That meeting is on {named.day:%-d %B %Y}: check the day, or name another meeting."
        raise Refused([Problem("meeting", "another_day", words)])
    return named.id


def not_in_order(
    step: AtMeeting, meeting: Meeting, rules: LocalRules, case: str
) -> Iterator[Concern]:
    """Why what was done at a meeting may not stand: nobody there, too few, or a conflict."""
    if not step.held_there:
        return
    if meeting.stage == "called":
        yield Concern(
            "meeting_not_opened",
            f"The meeting of {meeting.day:%-d %B %Y} is not recorded as opened: nobody is known to "
            "have been there. Open it and record who came.",
            PANELS,
            field="meeting",
        )
    else:
        yield from quorum(meeting, rules, case)
    for one in meeting.conflicts:
        came_after = one.noted_on is not None and one.noted_on > step.on
        if one.case == case and one.member in meeting.present and (one.stayed or came_after):
            noted = "stayed for the case all the same" if one.stayed else "is noted since"
            yield Concern(
                "conflicted_present",
                f"A member with a conflict of interest in this case was there when it was decided "
                f"({noted}): have the panel decide again without the member.",
                NO_INTEREST,
                field="meeting",
            )
