"""The list that says which place each school of a COLLECT export is: `school,place`."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session

from movements.intake.collect_export import native
from movements.intake.reading import Row, Sheet, Unreadable
from movements.places import PlaceFacts, UnknownPlace, find_place

_SCHOOL = ("school", "nativeid", "native_id", "laestab")
_PLACE = ("place", "urn")


def read_schools(session: Session, sheet: Sheet, *, name: str) -> dict[str, PlaceFacts]:
    """School as the export names it -> the place it is.

    Columns: school (as in the export's NativeId, whatever that holds) and place (a URN,
    ukprn:12345678 or a place's own id). Raises Unreadable with everything that is wrong, by line.
    """
    school, place = (_column(sheet, known, name) for known in (_SCHOOL, _PLACE))
    found: dict[str, PlaceFacts] = {}
    wrong: list[str] = []
    for row in sheet.rows:
        problems = list(_problems(row, school, place, found))
        facts = None if problems else _place(session, row.values[place], problems)
        problems += _given_twice(facts, found)
        wrong += [f"{name}, line {row.line}: {words}" for words in problems]
        if facts and not problems:
            found[native(row.values[school])] = facts
    if wrong or not found:
        raise Unreadable(" ".join(wrong) or f"{name} names no school: give a line for each.")
    return found


def _column(sheet: Sheet, known: tuple[str, ...], name: str) -> str:
    column = next((column for column in known if column in sheet.columns), None)
    if column is None:
        raise Unreadable(
            f"{name} has no column {known[0]} (it has {', '.join(sheet.columns)}). It needs two: "
            "school, as the export's NativeId has it, and place, a URN, ukprn:12345678 or a "
            "place's own id."
        )
    return column


def _problems(row: Row, school: str, place: str, found: Mapping[str, PlaceFacts]) -> Iterator[str]:
    yield from (problem.message for problem in row.problems)
    if not row.values[school]:
        yield f"{school} is empty: write the school as the export's NativeId has it."
    elif native(row.values[school]) in found:
        yield f"school {row.values[school]} stands on a line before: remove one of the two."
    if not row.values[place]:
        yield f"{place} is empty: give a URN, ukprn:12345678 or a place's own id."


def _place(session: Session, ref: str, problems: list[str]) -> PlaceFacts | None:
    try:
        return find_place(session, ref.removesuffix(".0"))
    except UnknownPlace as unknown:
        problems.append(str(unknown))
        return None


def _given_twice(facts: PlaceFacts | None, found: Mapping[str, PlaceFacts]) -> Iterator[str]:
    other = next((school for school, held in found.items() if facts and held.id == facts.id), None)
    if facts and other:
        yield f"{facts.name} is given for school {other} too, and a roll is of one school."
