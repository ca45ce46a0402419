"""Termly totals compared with marks, and the result signed off by a person of the school.

A sign-off is an entry: of which files, what was left that differs, and why. It holds until totals,
or marks of the same terms, are sent again.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from movements.actor import Actor
from movements.basis import Basis
from movements.built_in_terms import Span
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.marks import SchoolDay
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.received import submission
from movements.reconcile import differences
from movements.record import Recorded, Source, append, today
from movements.session_totals import totals_held

KIND = "reconcile_signed"
HOLDS = Basis("ours", "A sign-off holds until totals, or marks of their terms, are sent again")
LONGEST = 2000
State = Literal["unsigned", "stale", "signed"]


@dataclass(frozen=True)
class Compared:
    """What is compared of a place: the files of its totals, and the last one sent on either side.

    `upto` is the number of the last submission of totals, or of marks in the terms of the totals.
    """

    place: str
    files: tuple[int, ...]
    upto: int


@dataclass(frozen=True)
class SignOff:
    """How the comparison of a place stands; `entry` is the last sign-off, where there is one."""

    compared: Compared
    entry: Entry | None

    @property
    def state(self) -> State:
        """Signed off as it is now, before something was sent again, or never."""
        if self.entry is None:
            return "unsigned"
        return "signed" if self.told.get("upto") == self.compared.upto else "stale"

    @property
    def told(self) -> Mapping[str, Any]:
        """What the last sign-off says; nothing where there is none, or it was redacted."""
        return self.entry.answers() if self.entry else {}


def sign_offs(session: Session, places: Collection[str] | None = None) -> dict[str, SignOff]:
    """By place, how the comparison of its totals stands; a place that returned none is left out."""
    terms: dict[str, set[Span]] = {}
    files: dict[str, set[int]] = {}
    for one in totals_held(session, places):
        terms.setdefault(one.place_id, set()).add(one.term)
        files.setdefault(one.place_id, set()).add(one.submission)
    last = _last_signed(session, [*terms])
    return {
        place: SignOff(
            Compared(
                place,
                tuple(sorted(files[place])),
                max(*files[place], _last_marks(session, place, spans)),
            ),
            last.get(place),
        )
        for place, spans in terms.items()
    }


def _last_marks(session: Session, place: str, terms: Collection[Span]) -> int:
    days = col(SchoolDay.day)
    within = or_(*(and_(days >= term.first, days <= term.last) for term in terms))
    query = select(func.max(SchoolDay.submission)).where(col(SchoolDay.place_id) == place, within)
    return session.exec(query).one() or 0


def _last_signed(session: Session, places: Sequence[str]) -> dict[str, Entry]:
    query = ENTRIES.where(col(EntryRow.kind) == KIND, col(EntryRow.place_id).in_(places))
    found = read_entries(session, query.order_by(col(EntryRow.number)))
    return {str(entry.place_id): entry for entry in found}


def sign_off(
    session: Session, place: PlaceFacts, upto: int, why: str, *, by: Actor, source: Source
) -> Recorded:
    """Sign off what a place's totals and marks come to, for the place itself.

    `upto` is the number that was shown with the result, so that nothing is signed unseen; `why`
    says what is left that differs. Raises Refused with every problem found.
    """
    if place.id not in by.places:
        words = "Only the school itself signs off what its totals and marks come to."
        raise Refused([Problem("school", "not_yours", words)])
    held = sign_offs(session, [place.id]).get(place.id)
    if held is None:
        words = "No totals of this place are held: send them first, then compare and sign off."
        raise Refused([Problem("school", "nothing_to_sign", words)])
    left = Counter(one.what for one in differences(session, [place.id]))
    _refuse(held, upto, why.strip(), bool(left))
    details = _details(session, held.compared, left, why.strip())
    if held.entry is not None and held.told == details:
        return Recorded(held.entry.number, "already_held", "")
    entry = append(
        session,
        kind=KIND,
        on=today(),
        by=by,
        source=source,
        details=details,
        subjects={"place_id": place.id},
        authority=place.la_code,
    )
    return Recorded(entry.number, "accepted", "")


def _refuse(held: SignOff, upto: int, why: str, differs: bool) -> None:
    problems = []
    if upto != held.compared.upto:
        words = (
            "Totals or marks were sent since you opened this, up to submission "
            f"{held.compared.upto}. Look at the result as it is now, then sign it off."
        )
        problems.append(Problem("upto", "changed_since", words))
    if differs and not why:
        words = "Say why the differences that are left are left; name no pupil."
        problems.append(Problem("why", "missing", words))
    if len(why) > LONGEST:
        problems.append(Problem("why", "too_long", f"Say it in at most {LONGEST:,} characters."))
    if problems:
        raise Refused(problems)


def _details(
    session: Session, compared: Compared, left: Mapping[str, int], why: str
) -> dict[str, Any]:
    sent = [submission(session, number) for number in compared.files]
    return {
        "files": [{"submission": one.number, "sha256": one.sha256} for one in sent if one],
        "upto": compared.upto,
        "questions": sum(left.values()),
        "left": dict(sorted(left.items())),
        "why": why,
    }
