"""Records that may be of one child: asked of a person, and never joined by the register itself.

Two records are asked about where the day of birth is the same and the names are alike. Twins, of
one surname and with unlike forenames, are not.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlmodel import Session, col, select

from movements.basis import Basis
from movements.batches import batches
from movements.found_two import FoundTwo, found_two
from movements.identifiers import is_temporary_upn
from movements.linked import links
from movements.people_and_places import PupilIdentifier
from movements.standing import Standing

ALIKE = Basis(
    "ours",
    "Records with one day of birth are asked about where the names are the same, differ by a "
    "letter, are exchanged, or one begins with the other",
)
_SHORTEST = 3
"""Letters of a name that may stand for a longer one: Jos for Joseph."""


@dataclass(frozen=True)
class LikelySame:
    """Two records that may be of one child, and what says so.

    `temporary` where one of them has borne a temporary UPN, or has none. `of_two`: that somebody
    has looked, and found them to be of two children.
    """

    first: str
    second: str
    because: tuple[str, ...]
    temporary: bool
    of_two: FoundTwo | None = None


def likely_same(session: Session, held: Mapping[str, Standing]) -> list[LikelySame]:
    """The pairs among some children, each by the record kept: those with a passing UPN first."""
    born: dict[str, list[str]] = defaultdict(list)
    for pupil, standing in held.items():
        if standing.details.get("dob"):
            born[str(standing.details["dob"])].append(pupil)
    pairs = [
        (first, second, reason)
        for same_day in born.values()
        for first, second in combinations(sorted(same_day), 2)
        if (reason := _alike(held[first].details, held[second].details))
    ]
    alike = {pupil for first, second, _ in pairs for pupil in (first, second)}
    passing = _without_permanent(session, alike)
    of_two = found_two(session, alike) if alike else {}
    found = [
        _pair(first, second, reason, passing, of_two.get(frozenset({first, second})))
        for first, second, reason in pairs
    ]
    return sorted(found, key=lambda one: (not one.temporary, one.first, one.second))


def _pair(
    first: str, second: str, reason: str, passing: Mapping[str, str], of_two: FoundTwo | None
) -> LikelySame:
    why = [passing[one] for one in (first, second) if one in passing][:1]
    because = ("The same day of birth", reason, *why)
    return LikelySame(first, second, because, bool(why), of_two)


def _without_permanent(session: Session, pupils: set[str]) -> dict[str, str]:
    """In words, that some children bear or bore a temporary UPN, or have none."""
    linked = links(session)
    found = dict.fromkeys(pupils, "No UPN")
    for some in batches(linked.every_record(sorted(pupils))):
        query = select(PupilIdentifier.pupil_id, PupilIdentifier.value).where(
            col(PupilIdentifier.pupil_id).in_(some), col(PupilIdentifier.scheme).startswith("upn")
        )
        for pupil, upn in session.exec(query):
            kept = linked.kept(pupil)
            if is_temporary_upn(upn):
                found[kept] = "A temporary UPN"
            elif found.get(kept) == "No UPN":
                del found[kept]
    return found


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    """In what the names are alike, in words; None where they are not, or one is not known."""
    (forename, surname), (fore, sur) = _names(one), _names(other)
    if not all((forename, surname, fore, sur)):
        return None
    if (forename, surname) == (fore, sur):
        return "The same name"
    if (forename, surname) == (sur, fore):
        return "Forename and surname exchanged"
    if surname == sur and _like(forename, fore):
        return "The same surname, and forenames alike"
    if forename == fore and _like(surname, sur):
        return "The same forename, and surnames alike"
    return None


def _names(details: Mapping[str, Any]) -> tuple[str, str]:
    return _plain(details.get("forename")), _plain(details.get("surname"))


def _plain(name: object) -> str:
    """A name without accents, capitals, spaces and signs."""
    letters = unicodedata.normalize("NFKD", str(name or "")).casefold()
    return "".join(letter for letter in letters if letter.isalpha())


def _like(one: str, other: str) -> bool:
    """Whether one begins or ends with the other, or they differ by a letter."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST:
        return False
    return long.startswith(short) or long.endswith(short) or _a_letter_apart(short, long)


def _a_letter_apart(short: str, long: str) -> bool:
    """Whether one letter put in, left out, or written for another makes them the same."""
    if len(long) - len(short) > 1:
        return False
    at = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    rest = short[at:] if len(short) < len(long) else short[at + 1 :]
    return rest == long[at + 1 :]
