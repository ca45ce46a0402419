"""The fair access part of an authority's yearly report to the Schools Adjudicator, by 31 October.

For each school: the children admitted under the fair access protocol, refused by it, and those it
was directed to admit. Small numbers stand in it as they are, for it goes to a regulator.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from movements.basis import Basis
from movements.places import PlaceFacts
from movements.school_days import academic_year
from reports.panel.counted import Cases, Line, line_numbers, lines_of
from reports.panel.offers import Offer, offers_of
from reports.panel.stories import Story

BASIS = Basis(
    "statute",
    "School Standards and Framework Act 1998 s.88P and the School Admissions Code: a report to the "
    "Schools Adjudicator by 31 October, with how many children were admitted to each school under "
    "the fair access protocol (Hartlepool and Salford publish theirs)",
    confirmed=False,
)
OURS = Basis(
    "ours",
    "Counted over the school year from 1 September to 31 August; refusals and directions beside "
    "the admissions. The Adjudicator may ask for another period or form: read the one that is sent",
)
COUNTS = {
    "admitted": "Admitted",
    "refused": "Refused by the school",
    "directed": "Directed to admit",
}
ABOUT = {
    "admitted": "Children who went on the school's roll by a place of the panel: from the day "
    "agreed with a parent who accepted, else from the day the child started; not those whose place "
    "was given up before that, and not looked-after children, whom no panel places",
    "refused": "Children for whom the school refused the place, whatever came of it",
    "directed": "Children whom the school was directed to admit, by the authority or by the "
    "Secretary of State",
}


@dataclass(frozen=True)
class FairAccessReturn:
    """What the form asks, of an authority and the school year that ended before the 31 October."""

    authority: str
    first: date
    last: date
    due: date
    lines: tuple[Line, ...]

    def numbers(self) -> dict[str, Cases]:
        """Every number by its key, as the cases that it counts."""
        return line_numbers(self.lines)


def fair_access_return(
    found: Iterable[Story], authority: str, year: str, schools: Iterable[PlaceFacts], today: date
) -> FairAccessReturn:
    """The return of a school year (2025-26). Raises ValueError where it is written otherwise.

    Every mainstream school of the authority has a line. A protected child's is that of the
    children whose school is withheld, so that the lines add up and none says where the child is.
    """
    first, last = academic_year(year)
    own = (one.id for one in schools if one.la_code == authority and _takes_part(one, first, last))
    told = (part for story in found for part in _counted(story, first, min(last, today)))
    due = date(last.year, 10, 31)
    return FairAccessReturn(authority, first, last, due, lines_of(told, [*COUNTS], own))


def _takes_part(place: PlaceFacts, first: date, last: date) -> bool:
    """A state-funded mainstream school that was open at some time in the year."""
    there = (place.opened or first) <= last and (place.closed or last) >= first
    return place.is_mainstream and there and (place.is_maintained or place.is_academy)


def _counted(story: Story, first: date, last: date) -> Iterator[tuple[str | None, str, str]]:
    for offer in offers_of(story.steps):
        place = None if story.case.protected else offer.place
        for name, on in _days(offer).items():
            if offer.to_school and on is not None and first <= on <= last:
                yield place, name, story.case.id


def _days(offer: Offer) -> dict[str, date | None]:
    admitted = offer.admitted if offer.by_panel else None
    return {"admitted": admitted, "refused": offer.refused, "directed": offer.directed}
