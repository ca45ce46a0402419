"""Whether the register holds invented records: then every page, export and answer says so."""

from string import ascii_uppercase

from sqlmodel import Session, col, or_, select

from movements.la_codes import SYNTHETIC_LA
from movements.people_and_places import PlaceVersion, PupilIdentifier

INVENTED_AUTHORITY = "999"
SYNTHETIC = "SYNTHETIC"
SAID = f"{SYNTHETIC}: the register holds invented pupils."
"""What is said of a register that holds invented records, before anything is told of it."""


def holds_synthetic(session: Session) -> bool:
    """Whether the register holds an invented pupil or an invented authority's place."""
    value = col(PupilIdentifier.value)
    # One range for each check letter, since the index of UPNs begins with the letter.
    invented = or_(
        *(
            value.between(f"{letter}{SYNTHETIC_LA}", f"{letter}{SYNTHETIC_LA}:")
            for letter in ascii_uppercase
        )
    )
    pupil = select(PupilIdentifier.number).where(invented).limit(1)
    if session.exec(pupil).first() is not None:
        return True
    place = select(PlaceVersion.number).where(PlaceVersion.la_code == INVENTED_AUTHORITY).limit(1)
    return session.exec(place).first() is not None
