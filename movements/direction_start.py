"""What is owed by the first day of an off-site direction: notice, the pupil's words, registration.

A school may decide first and send the notice and the words as papers of the decision, or send the
direction as one row that says it all: the same is owed either way.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from movements.basis import Basis
from movements.clock import Clock, Later, Started, stepped, steps_since
from movements.direction_law import (
    CLEAR_DAYS,
    CONTENTS_ACADEMY,
    CONTENTS_MAINTAINED,
    NOTICE_ACADEMY,
    NOTICE_MAINTAINED,
    VOICE,
    clear_school_days,
    for_both,
    in_force_for,
    last_day_for_notice,
)
from movements.kind import Before
from movements.places import PlaceFacts
from movements.problems import Concern
from movements.reviews import over
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.standing import Episode, Standing

DUAL = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: a pupil directed to another mainstream school or "
    "a pupil referral unit is dual registered",
    in_force_from=date(2022, 9, 1),
)
DUAL_RULE = Rule(
    "direction_dual",
    "Registration where a pupil is directed to",
    (Version("At a mainstream school or pupil referral unit: dual registered", DUAL),),
)
DECIDED = "direction_decided"
PARENT = frozenset({"parent", "pupil"})
"""To whom notice is given: the parent, or the pupil of 18."""
_REFERRAL_UNIT = "14"


def decision_of(
    standing: Standing, place: str | None, to_place: str, entry: int | None
) -> Episode | None:
    """The decision that a direction follows: the one named, else the only open one for there.

    It is that of `place`, where one is given.
    """
    if entry is not None:
        found = standing.episode(entry)
        named = [found] if found and found.kind == DECIDED else []
    else:
        named = list(standing.open_episodes(DECIDED))
    fitting = [e for e in named if (place is None or e.place == place) and to_place in e.named]
    return fitting[0] if len(fitting) == 1 else None


def told_on(decided: Episode | None, *parties: str) -> date | None:
    """The first day on which notice was given to one of some, before the direction began."""
    steps = decided.steps_of("direction_notice") if decided else ()
    return min((s.movement.on for s in steps if s.movement.to in parties), default=None)


def is_dual(standing: Standing, place: str | None) -> bool:
    """Whether the pupil is on the register of a place too, or both schools have agreed to it."""
    agreed = standing.open_episodes("dual_registration")
    return standing.roll_at(place) is not None or any(place in e.named for e in agreed)


def must_be_dual(place: PlaceFacts | None) -> bool:
    """Whether a pupil directed to a place is to be registered there too."""
    if place is None:
        return False
    state_funded = place.is_maintained or place.is_academy
    return place.type_code == _REFERRAL_UNIT or (place.is_mainstream and state_funded)


def _undecided(movement: Any, before: Standing) -> bool:
    return decision_of(before, None, movement.place, movement.decision) is None


def _notice_due(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    return last_day_for_notice(days, movement.on) if _undecided(movement, before) else None


def _views_due(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    on: date = movement.on
    return on if _undecided(movement, before) else None


def _first_day(movement: Any, days: SchoolDays) -> date:
    on: date = movement.on
    return on


def notified(start: Started, later: Later) -> bool:
    """Whether the parent, or the pupil of 18, has been given notice."""
    steps = steps_since(start.number, later.standing)
    return any(s.movement.id == "direction_notice" and s.movement.to in PARENT for s in steps)


def heard(start: Started, later: Later) -> bool:
    """Whether the pupil's words are given, or why not: with the direction, or apart."""
    movement = start.movement
    return bool(movement.words or movement.not_given) or stepped("pupil_views")(start, later)


def _registered(start: Started, later: Later) -> bool:
    return is_dual(later.standing, start.movement.place)


CLOCKS: tuple[Clock, ...] = (
    *for_both(
        Clock(
            id="direction_notice_undecided",
            title="Notice before an off-site direction sent without its decision",
            owes="The school gives written notice, two clear school days before",
            owner="school",
            unit="stated",
            basis=NOTICE_MAINTAINED,
            counts_days=True,
            counted_from=_notice_due,
            dated="notice_on",
            stops=notified,
        ),
        NOTICE_ACADEMY,
    ),
    Clock(
        id="direction_pupil_views_undecided",
        title="The pupil's views before an off-site direction sent without its decision",
        owes="The school asks the pupil, and records the pupil's own words",
        owner="school",
        unit="stated",
        basis=VOICE,
        counted_from=_views_due,
        stops=heard,
    ),
    Clock(
        id="direction_dual_registered",
        title="Registered where a pupil is directed to",
        owes="The directing school agrees with the other that the pupil is on its register too",
        owner="school",
        unit="stated",
        basis=DUAL,
        due_day=_first_day,
        where=must_be_dual,
        stops=_registered,
        over=over,
    ),
)
"""The clocks of a direction's first day."""


def unheard(movement: Any, decided: Episode | None) -> Iterator[Concern]:
    """The pupil's own words are neither given nor excused."""
    if not VOICE.in_force(movement.on) or movement.words:
        return
    if movement.not_given == "not_asked":
        yield Concern("pupil_not_asked", "The pupil was not asked: ask.", VOICE, field="not_given")
    elif movement.not_given is None and not (decided and decided.steps_of("pupil_views")):
        words = "The pupil's own words are not recorded."
        yield Concern("no_pupil_words", words, VOICE, field="words")


def untold_authority(movement: Any, before: Before, decided: Episode | None) -> Iterator[Concern]:
    """A pupil with a plan is directed, and the authority had no notice, or too little."""
    law = in_force_for(before.place, NOTICE_MAINTAINED, NOTICE_ACADEMY, movement.on)
    plan = before.standing.details.get("sen_provision") == "E"
    told = movement.authority_notice_on or told_on(decided, "authority")
    if law is None or not plan:
        return
    if told is None:
        yield Concern(
            "no_notice_to_authority",
            "The authority that maintains the plan must be given notice too.",
            law,
            field="authority_notice_on",
        )
    elif (clear := clear_school_days(before.days, told, movement.on)) < CLEAR_DAYS:
        yield Concern(
            "short_notice_to_authority",
            f"The authority that maintains the plan had {clear} clear school days' notice, not the "
            f"{CLEAR_DAYS} required.",
            law,
            field="authority_notice_on",
        )


def lacking(movement: Any, before: Before, decided: Episode | None) -> Iterator[Concern]:
    """A notice told of with the direction alone, which is not said to state all that it must."""
    law = in_force_for(before.place, CONTENTS_MAINTAINED, CONTENTS_ACADEMY, movement.on)
    apart = decided is not None and decided.steps_of("direction_notice")
    if law is None or movement.notice_on is None or apart or movement.notice_full == "Y":
        return
    if movement.notice_full == "N":
        words = "The notice does not state all that it must: give another that does."
        yield Concern("notice_lacks", words, law, field="notice_full")
        return
    words = "Say whether the notice stated all that it must."
    yield Concern("notice_lacks", words, law, "note", field="notice_full")
