"""What was not complete or in order at a meeting: recorded and shown, never refused."""

from collections.abc import Iterator, Mapping
from datetime import date

from fair_access.meetings.law import AGREED_YEARLY, EVERY_SCHOOL, MAY_DECIDE, PANELS
from fair_access.meetings.state import Meeting, Member, Panel
from movements.local_rules import LocalRules
from movements.places import PlaceFacts
from movements.problems import Concern

QUORUM = "panel_quorum"

Places = Mapping[str, PlaceFacts]


def not_invited(panel: Panel, meeting: Meeting, places: Places) -> list[PlaceFacts]:
    """The schools of the area, open on the day of the meeting, that were not invited; by name."""
    area = (places[school] for school in panel.area_on(meeting.day) if school in places)
    found = [p for p in area if p.id not in meeting.invited and _open_on(p, meeting.day)]
    return sorted(found, key=lambda place: place.name)


def _open_on(place: PlaceFacts, on: date) -> bool:
    if place.closed is not None and place.closed <= on:
        return False
    return place.status != "closed" and (place.opened is None or place.opened <= on)


def unsigned(panel: Panel, on: date) -> list[Member]:
    """The members on a day whose organisation has not signed the year's agreement."""
    return [one for one in panel.serving(on) if not panel.signed(one.organisation, on)]


def late(meeting: Meeting, case: str) -> Iterator[Concern]:
    """That a case was put on the agenda after papers were due: members had less time to read."""
    for item in meeting.items:
        if item.case == case and meeting.papers_by and meeting.is_late(item):
            yield Concern(
                "late_item",
                f"Put on the agenda on {item.on:%-d %B %Y}, after papers were due by "
                f"{meeting.papers_by:%-d %B %Y}: the panel agrees first whether it takes it.",
                PANELS,
                level="note",
            )


def concerns_of(
    panel: Panel, meeting: Meeting, places: Places, rules: LocalRules, today: date
) -> Iterator[Concern]:
    """Everything that was not in order, of the meeting as a whole."""
    yield from _invitations(panel, meeting, places)
    yield from _agreements(panel, meeting)
    if meeting.stage != "called":
        yield from _held(panel, meeting)
        yield from quorum(meeting, rules)
        yield from _not_closed(meeting, today)
    elif meeting.day < today:
        yield Concern(
            "not_opened",
            f"The meeting was called for {meeting.day:%-d %B %Y} and was not opened: open it, or "
            "call it for another day.",
            PANELS,
        )


def _not_closed(meeting: Meeting, today: date) -> Iterator[Concern]:
    if meeting.stage == "open" and meeting.day < today:
        yield Concern(
            "not_closed",
            f"The meeting of {meeting.day:%-d %B %Y} was not closed: close it on the day it ended.",
            PANELS,
        )


def _invitations(panel: Panel, meeting: Meeting, places: Places) -> Iterator[Concern]:
    left_out = not_invited(panel, meeting, places)
    if left_out:
        names = ", ".join(place.name for place in left_out)
        yield Concern(
            "not_every_school",
            f"Not invited: {names}. A decision cannot be enforced unless every school was invited.",
            EVERY_SCHOOL,
        )
    late = [one for one in meeting.invitations if one.on > meeting.day]
    if late:
        yield Concern("invited_late", "Invitations went out after the meeting.", EVERY_SCHOOL)


def _agreements(panel: Panel, meeting: Meeting) -> Iterator[Concern]:
    missing = unsigned(panel, meeting.day)
    if missing:
        names = ", ".join(sorted(one.person for one in missing))
        yield Concern(
            "agreement_unsigned",
            f"No information-sharing agreement is signed for this school year for: {names}.",
            AGREED_YEARLY,
        )


def _held(panel: Panel, meeting: Meeting) -> Iterator[Concern]:
    if not meeting.chair:
        yield Concern("no_chair", "Nobody is recorded as having taken the chair.", PANELS)
    elif meeting.chair not in meeting.present:
        yield Concern("chair_absent", "The chair is not recorded as present.", PANELS)
    bare = [one for one in meeting.attended if one.attends == "present" and not one.authority_shown]
    if bare:
        people = sorted(m.person for one in bare if (m := panel.member(one.member)))
        yield Concern(
            "no_authority_shown",
            f"No authority to decide was shown by: {', '.join(people)}.",
            MAY_DECIDE,
            level="note",
        )


def quorum(meeting: Meeting, rules: LocalRules, case: str | None = None) -> Iterator[Concern]:
    """Too few members there; for a case, without those who left for it."""
    needed = rules.of(meeting.authority, QUORUM, meeting.day)
    there = meeting.voices(case)
    if there < needed.values[0]:
        left = "after those with a conflict left, " if case and meeting.left(case) else ""
        yield Concern(
            "below_quorum",
            f"Below quorum: {left}{there} of the {needed.values[0]} members needed were there.",
            needed.basis,
        )
