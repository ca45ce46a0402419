"""A pupil on no school's roll, or on those alone of places that are no school."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, View
from movements.placement_law import is_no_school
from movements.responsible import Cause, anew_since, cause_of, found_since, owner_off_roll
from movements.school_age import asked_between
from movements.standing import Standing


def _find(view: View) -> Iterator[Found]:
    no_schools = {id_ for id_, place in view.places.items() if is_no_school(place, None)}

    def reads(standing: Standing) -> Cause | None:
        return cause_of(standing, no_schools)

    for one in view.pupils:
        if reads(one.standing) == "no_roll":
            begins, ends = _asked(one, view)
            found, owner = found_since(one, one.turn_since(reads)), owner_off_roll(one)
            facts = {**found.facts, **anew_since(one.standing, found.since)}
            yield replace(found, owner=owner, facts=facts, begins=begins, ends=ends)


def _asked(one: PupilView, view: View) -> tuple[date, date]:
    """Of school age; of those named for another school once a school day has passed since."""
    of_age, past = asked_between(one.standing.details)
    removal = one.standing.removals[-1] if one.standing.removals else None
    named = view.facts(removal.to_place) if removal else None
    if removal is None or named is None or named.id == removal.place or is_no_school(named, None):
        return of_age, past
    begins = view.calendar(one).add(removal.on, 1)
    closes = named.closed or date.max
    # A school that has closed takes nobody in, though it was named before it did.
    named_until = begins if begins <= closes else closes + timedelta(days=1)
    return max(of_age, named_until), past


NO_ROLL = LedgerException(
    id="no_roll",
    title="On no school's roll",
    question="The pupil is on no school's roll. Where is the child educated?",
    owner="authority",
    next_step="Find where the child is educated; record the next roll, placement or destination",
    basis=Basis(
        "statute",
        "Education Act 1996 s.436A: the authority identifies children of its area who are not "
        "registered and not receiving suitable education",
    ),
    find=_find,
    lapses=True,
)
