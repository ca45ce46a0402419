"""A setting's file of outcomes: wellbeing, attainment, offers and destinations, a row for each.

It is a file of movements in which nobody need name the kind: what a row tells, its columns say.
"""

from dataclasses import replace

from sqlmodel import Session

from movements.actor import Actor
from movements.intake.movements import Progress, is_explanation, take_in_movements
from movements.intake.reading import Row, Sheet, Unreadable
from movements.intake.receipts import IntakeReport
from movements.places import PlaceFacts
from movements.problems import Problem

TELLS: dict[str, tuple[str, ...]] = {
    "wellbeing": ("score", "answers"),
    "attainment": ("level",),
    "post_16_offer": ("offer",),
    "destination": ("destination",),
}
"""Kind -> the columns one of which a row of it fills."""


def take_in_outcomes(
    session: Session,
    sheet: Sheet,
    *,
    place: PlaceFacts | None,
    by: Actor,
    progress: Progress | None = None,
) -> IntakeReport:
    """Take in every row that can be, and say of each what became of it.

    Raises Unreadable where no column tells of an outcome.
    """
    if not {*sheet.columns} & {"kind", *(name for names in TELLS.values() for name in names)}:
        raise Unreadable(
            "The file tells no outcome: it has none of the columns score, answers, level, offer "
            f"and destination (it has {', '.join(sheet.columns)}). Begin with the file that "
            "'apregister template wellbeing' writes."
        )
    columns = [*dict.fromkeys([*sheet.columns, "kind"])]
    rows = [row if is_explanation(row) else _with_kind(row) for row in sheet.rows]
    told = replace(sheet, columns=columns, rows=rows)
    return take_in_movements(session, told, place=place, by=by, progress=progress)


def _with_kind(row: Row) -> Row:
    named = row.values.get("kind", "").strip().lower()
    filled = [kind for kind, names in TELLS.items() if any(map(row.values.get, names))]
    if named and named not in TELLS:
        words = f"{named} is no outcome: send it by 'apregister intake movements'."
    elif not named and not filled:
        words = "This row tells no outcome: fill in score, answers, level, offer or destination."
    elif not named and len(filled) > 1:
        words = f"This row tells {' and '.join(filled)}: give each a row of its own."
    else:
        return replace(row, values={**row.values, "kind": named or filled[0]})
    return replace(row, problems=(*row.problems, Problem("kind", "not_an_outcome", words)))
