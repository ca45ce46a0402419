"""The methods page of a release, written from what the tables and measures declare."""

from collections.abc import Iterator
from datetime import date

from reports.measure import Measure
from reports.measures import MEASURES
from reports.methods import METHODS
from reports.publishing.revision import REVISION
from reports.publishing.suppression import SUPPRESSION
from reports.publishing.tables import LAYOUT, TABLES, indicators
from reports.row import MANY
from reports.scorecard import NO_TOTAL, SYNTHETIC

SYMBOLS = {
    "c": "suppressed, so that nothing is told of few pupils",
    "z": "not applicable: nobody was asked, or a setting that has no such number",
    "x": "not available: what was recorded does not say, or no code is known",
    "low": "not zero, but rounds to zero",
    "u": "low reliability: fewer pupils, or fewer of them followed up, than the measure needs",
}
"""What stands in place of a number."""
_ONE_YEAR = (
    "A release is of one school year, of the follow-ups that fell due in it: a placement is "
    "followed up two or three terms after it began. No follow-up is in two years, so that their "
    "difference tells nothing. Scorecards count three years together."
)
_ROUNDED = (
    f"Counts are exact, or suppressed. A percentage is whole where fewer than {MANY} pupils are "
    "counted, and has one decimal place otherwise. A mean change has one decimal place."
)
_ADDED_UP = (
    "An authority's count is the sum of its settings': a pupil whom two settings counted is in it "
    "twice. Values are worked out anew from all these pupils, and are no means of settings' values."
)
_WITHHELD = (
    "Protected children (refuge, adoption, police) are in no table and no total, whatever became "
    "of them: the files would be the same to the byte without them in the register. So are pupils "
    "who died, for some measures leave them out and others do not: the difference would tell. "
    "Counts published before a child became protected, or died, stand where the year is published "
    "again: to take one child out would tell of it."
)
_LEAVERS = (
    "Leavers of one year are followed up in the next. If one of them has died or become protected "
    "since, or a record was mended, the two years' numbers of leavers differ by one: no number of "
    "either year tells which of these it was, of whom, or what was counted of that pupil."
)
_ATTACKED = (
    "Before a release is written, a program that knows nothing of the suppression reads it as "
    "anybody would: it takes all tables, areas, percentages, measures of the same cohort and "
    "earlier releases as one system of sums, and works out between which numbers each suppressed "
    "count must lie. If any is told to within one, nothing is written."
)


def methods_page(first: date, last: date, *, synthetic: bool) -> str:
    """The page, as Markdown."""
    return "\n".join(_lines(first, last, synthetic)) + "\n"


def _lines(first: date, last: date, synthetic: bool) -> Iterator[str]:
    yield f"# Outcomes of alternative provision, {first.year}-{last.year % 100:02d}: methods"
    for paragraph in ([SYNTHETIC] if synthetic else []) + [NO_TOTAL, _ONE_YEAR]:
        yield f"\n{paragraph}"
    yield f"\nFollow-ups due from {first:%-d %B %Y} to {last:%-d %B %Y}, as recorded since."
    yield f"\n## Files\n\n{LAYOUT.cite}.\n"
    for table in TABLES:
        yield f"- `{table.name}.csv`, `{table.name}.meta.csv`: {table.title}."
    yield f"\n{_ADDED_UP}"
    yield "\n## Small numbers\n"
    yield f"{SUPPRESSION.cite}.\n\n{_WITHHELD}\n\n{_LEAVERS}\n\n{REVISION.cite}.\n\n{_ATTACKED}"
    yield f"\n## Rounding and symbols\n\n{_ROUNDED}\n"
    yield from ("| symbol | meaning |", "|---|---|")
    yield from (f"| {symbol} | {words} |" for symbol, words in SYMBOLS.items())
    yield "\n## Measures"
    for measure in MEASURES:
        yield from _of(measure)


def _of(measure: Measure) -> Iterator[str]:
    told = ", ".join(f"`{one.column}` ({one.words})" for one in indicators(measure))
    yield f"\n### {measure.id} {measure.title}\n"
    yield f"- Whom it counts: {measure.cohort}. Over: {measure.window}."
    yield f"- Formula (ours): {measure.basis.cite}."
    yield f"- Method: {METHODS[measure.method].words}."
    if METHODS[measure.method].caution:
        yield f"- Caution: {METHODS[measure.method].caution}"
    for aside in measure.left_out:
        yield f"- Left out: {aside.words}."
    if measure.unknown_is_no:
        yield "- Pupils not followed up count as a no."
    if measure.never_compared:
        yield f"- {measure.never_compared}"
    else:
        yield (
            f"- Its value needs {measure.minimum} pupils, {measure.complete:.0%} of them followed "
            f"up; {measure.better} is better."
        )
    yield f"- Columns: {told}."
