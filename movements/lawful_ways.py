"""The lawful way beside each concern that has one: what to do, and the kind to record in its place.

A form shows it before it records. What happened can be recorded all the same.
"""

from datetime import date

from movements.problems import Instead

FOR_BEHAVIOUR = Instead(
    "A part-time timetable must not be used for behaviour: support the pupil in school, or direct "
    "them off site to improve it.",
    "off_site_direction",
)
COOLING_OFF = Instead(
    "To send a pupil home to cool off is a suspension, whatever it is called: if the head decides "
    "on one, record it, with its notice and its safeguards.",
    "suspension",
)
OVER_THE_LIMIT = Instead(
    "No more of this school year can be suspended. A direction off site may improve behaviour; it "
    "is never a punishment.",
    "off_site_direction",
)
AFTER_THE_REVIEW = Instead(
    "Keep the pupil on the roll until the review has ended. If the parent has said in writing that "
    "none will be asked for, record that first.",
    "review_waived",
)
LOOK_FOR_THE_CHILD = Instead(
    "Keep the pupil on the roll, look for the child together with the authority, and record when "
    "anybody sees the child.",
    "contact_made",
)
OWN_CHOICE = Instead(
    "If the family was pressed, keep the pupil on the roll: offer support, or propose a move that "
    "everybody is free to refuse.",
    "managed_move_proposed",
)
ON_A_ROLL = Instead(
    "The school still answers for a pupil on its roll: look for the child, and record when anybody "
    "sees the child.",
    "contact_made",
)
PROPOSE_FIRST = Instead(
    "Propose the managed move first, so that everybody can agree to it or refuse.",
    "managed_move_proposed",
)
PART_OF_THE_WEEK = Instead(
    "Place the pupil at a registered school, or at this setting for part of the week.",
    "ap_placement",
    {"pattern": "PT"},
)
NO_TRIAL = "A managed move has no trial: record an off-site direction instead."


def direct_for_the_trial(to_place: str, days: int) -> Instead:
    """A temporary move is a direction, for as many school days as the trial has."""
    return Instead(NO_TRIAL, "off_site_direction", {"place": to_place, "days": str(days)})


def propose_to(to_place: str) -> Instead:
    """A move is proposed before it is made."""
    return Instead(PROPOSE_FIRST.says, PROPOSE_FIRST.kind, {"to_place": to_place})


def ask(party: str, proposal: int) -> Instead:
    """A signature that is missing is asked for before the move."""
    says = "Ask for the answer that is missing and record it before the move."
    return Instead(says, "agreement", {"episode": str(proposal), "party": party})


def place_there(place: str) -> Instead:
    """A place that is no mainstream school takes a pupil by placement, who stays on the roll."""
    says = "Place the pupil there for a time: the pupil stays on your roll."
    return Instead(says, "ap_placement", {"place": place})


def decide_and_notify(place: str) -> Instead:
    """A direction begins two clear school days after notice."""
    says = "Decide now, give notice, and let the direction begin two clear school days after it."
    return Instead(says, "direction_decided", {"place": place})


def keep_until_agreed(to_place: str | None) -> Instead:
    """A pupil leaves for another school once that school has the name; a move is agreed first."""
    says = (
        "Keep the pupil on the roll. A pupil leaves for another school once it has entered the "
        "name; a move that the school wants is proposed, and all agree to it."
    )
    return Instead(says, "managed_move_proposed", {"to_place": to_place} if to_place else {})


def on_ground(ground: str) -> Instead:
    """The name may go, on another ground."""
    return Instead(
        f"Record it on ground {ground}, with what that ground asks for.",
        "removal_from_roll",
        {"ground": ground},
    )


def on_the_day(ground: str, deleted_on: date) -> Instead:
    """A name is deleted from the day on which that is done, and from none before."""
    return Instead(
        "Record it from the day on which the name was deleted.",
        "removal_from_roll",
        {"ground": ground, "on": deleted_on.isoformat()},
    )


def once_met(ground: str, day: date) -> Instead:
    """The name may go from the day on which the condition is met."""
    return Instead(
        "Keep the pupil on the roll until then, and record the removal from that day.",
        "removal_from_roll",
        {"ground": ground, "on": day.isoformat()},
    )


def wait_for_the_notice(noticed: date) -> Instead:
    """A parent's notice comes first, and then the name goes."""
    says = "Record the parent's notice; the name goes once it is there."
    day = noticed.isoformat()
    return Instead(says, "elective_home_education", {"on": day, "in_writing_on": day})
