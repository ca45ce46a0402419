"""Which pupils new to a school's roll are taken to have joined in-year, where nobody says so.

A school sends no "how joined" with its roll. Its first roll says who is there, and of nobody when
the return fell due; whoever is entered after that, and not as a school year begins, has joined
in-year, and the return is owed.
"""

from collections.abc import Iterator

from sqlmodel import Session

from movements.intake.roll_received import first_roll_of
from movements.joining import joins_in_year
from movements.kind import Kind
from movements.places import PlaceFacts
from movements.school_days import calendar_of
from movements.sent_on import GUEST, IN_YEAR


class Joiners:
    """The joiners of one school's roll; counts those whom nobody called so."""

    def __init__(self, session: Session, place: PlaceFacts) -> None:
        self._place = place
        self._first_roll = first_roll_of(session, place)
        self._days = calendar_of(session, place.id, place.la_code)
        self.taken = 0

    def read(self, on_roll: Kind, details: Kind) -> Kind:
        """A registration as the roll gives it, or as in-year where that is how it must be read."""
        said = on_roll.value("joined") is not None or on_roll.value("enrol_status") == GUEST
        since, on = self._first_roll, on_roll.on
        if said or since is None or on <= since:
            return on_roll
        if not joins_in_year(on, details.details(), self._place, self._days):
            return on_roll
        self.taken += 1
        return on_roll.model_copy(update={"joined": IN_YEAR})

    def notes(self) -> Iterator[str]:
        """What the sender should know of them."""
        if self.taken:
            yield (
                f"{self.taken:,} entered after this school's first roll, and not as a school year "
                "began, taken to have joined in-year: the return of a new pupil is owed. Give the "
                "column joined (usual or in_year) where that is not so."
            )
