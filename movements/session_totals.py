"""Totals of sessions by the term, as schools return them in the school census: beside their marks.

A total is no mark and never becomes one. What a place's marks come to is compared with it, and each
difference is a question for the school (see movements/reconcile.py).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col

from movements.basis import Basis
from movements.built_in_terms import Span, easter_monday, spring_bank_holiday
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.linked import links

TOTALS = "session_totals"
"""The kind of the entry that a file of totals leaves; its subject is the place."""
TERMS = "terms"
"""The answer of such an entry that holds the totals: by term, and in it by pupil."""
POSSIBLE, AUTHORISED, UNAUTHORISED = "possible", "authorised", "unauthorised"
SUMS = (POSSIBLE, AUTHORISED, UNAUTHORISED)
"""What may be counted beside single codes. No code of an attendance mark is such a word."""

IN_ARREARS = Basis(
    "guidance",
    "Pupil absence in schools in England: methodology (DfE), section 4.1 table 6: the school "
    "census collects absence one term in arrears",
)

_DAY = timedelta(days=1)

Counts = Mapping[str, int]
"""Sessions by what they count: one of SUMS, or the code of a mark."""


@dataclass(frozen=True)
class TermTotals:
    """What a place returned of one pupil's sessions in one term, by the latest file that did."""

    pupil_id: str
    place_id: str
    term: Span
    counts: Counts
    submission: int


def term_of(census: date, *, second_half: bool = False) -> Span | None:
    """The days whose sessions a school census collects: those of the term before it.

    The autumn census tells the halves of the summer term apart (`second_half`: the one from the
    spring bank holiday on); None where another census is asked for the second half.
    """
    year, easter = census.year, easter_monday(census.year)
    if census.month >= 8:
        whitsun = spring_bank_holiday(year)
        later = Span(whitsun, date(year, 7, 31))
        return later if second_half else Span(easter, whitsun - _DAY)
    if second_half:
        return None
    if census.month >= 4:
        return Span(date(year, 1, 1), easter - _DAY)
    return Span(date(year - 1, 8, 1), date(year - 1, 12, 31))


Told = Mapping[tuple[Span, str], Counts]
"""What one file tells: by term and pupil."""


def as_answer(told: Told) -> list[dict[str, object]]:
    """What a file tells as its entry holds it."""
    terms: dict[Span, dict[str, Counts]] = {}
    for (term, pupil), counts in told.items():
        terms.setdefault(term, {})[pupil] = counts
    return [
        {"first": term.first.isoformat(), "last": term.last.isoformat(), "pupils": terms[term]}
        for term in sorted(terms)
    ]


def totals_held(session: Session, place_ids: Collection[str] | None = None) -> list[TermTotals]:
    """The totals of some places, or of all: of a place, pupil and term what was told last.

    A child with several records is told of by the one that is kept. By place, term and pupil.
    """
    linked = links(session)
    query = ENTRIES.where(col(EntryRow.kind) == TOTALS, col(EntryRow.details).is_not(None))
    if place_ids is not None:
        query = query.where(col(EntryRow.place_id).in_(place_ids))
    found: dict[tuple[str, Span, str], TermTotals] = {}
    for entry in read_entries(session, query.order_by(col(EntryRow.number))):
        for term, record, counts in _told_by(entry):
            pupil, place = linked.kept(record), str(entry.place_id)
            told = TermTotals(pupil, place, term, counts, entry.number)
            found[place, term, pupil] = told
    return [found[key] for key in sorted(found)]


def _told_by(entry: Entry) -> Iterator[tuple[Span, str, Counts]]:
    for term in entry.answers()[TERMS]:
        span = Span(date.fromisoformat(term["first"]), date.fromisoformat(term["last"]))
        for pupil, counts in term["pupils"].items():
            yield span, pupil, dict(sorted(counts.items(), key=_in_order))


def _in_order(counted: tuple[str, int]) -> tuple[int, str]:
    """The sums first, as returns have them, then the codes."""
    what, _ = counted
    return SUMS.index(what) if what in SUMS else len(SUMS), what
