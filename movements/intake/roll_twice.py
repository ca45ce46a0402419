"""Rows of a roll that gainsay one another: found before any of them is taken in."""

from collections.abc import Mapping, Sequence

from movements.identifiers import clean_upn
from movements.intake.columns import RollLayout
from movements.intake.reading import Row
from movements.problems import Problem


def gainsaid_rows(layout: RollLayout, rows: Sequence[Row]) -> dict[int, Problem]:
    """Rows that another row of the file gainsays: neither of the two can be believed.

    One UPN for two children, or one child with other answers for the same day. A child may stand
    in a file for several days.
    """
    by_upn: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    for row in rows:
        answers = layout.answers(row.values)
        by_upn.setdefault(clean_upn(answers.get("upn", "")), []).append((row.line, answers))
    found: dict[int, Problem] = {}
    for upn, held in by_upn.items():
        if upn and len(held) > 1:
            found |= {line: wrong for line, _ in held if (wrong := _gainsaid(line, held))}
    return found


def _gainsaid(line: int, held: Sequence[tuple[int, Mapping[str, str]]]) -> Problem | None:
    own = dict(held)[line]
    rest = [(other, answers) for other, answers in held if other != line]
    for other, answers in rest:
        if _child(answers) != _child(own):
            return _two_children(line, [number for number, _ in held])
        differing = [name for name in own if answers[name] != own[name]]
        if differing and answers.get("on") == own.get("on"):
            return Problem(
                differing[0],
                "conflict",
                f"Line {other} has the same pupil with other answers ({', '.join(differing)}), and "
                "only one can be right: remove the wrong row and send the other again.",
            )
    return None


def _child(answers: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(answers.get(name, "").lower() for name in ("surname", "forename", "dob"))


def _two_children(line: int, lines: list[int]) -> Problem:
    others = ", ".join(str(other) for other in lines if other != line)
    return Problem(
        "upn",
        "two_pupils",
        f"This UPN also stands on line {others} for another child. Find which is right and "
        "mend the other.",
    )
