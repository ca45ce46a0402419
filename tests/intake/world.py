"""The small world of the marks, told things by files: what each row came to, as its receipts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from movements.actor import Actor
from movements.intake.movements import take_in_movements
from movements.intake.pupils import take_in_pupils
from movements.intake.reading import read_rows
from movements.intake.receipts import IntakeReport, Outcome, receipt_of
from movements.places import find_place
from movements.register import entries, find_pupil, history
from movements.verify import Head, head
from tests.attendance.world import HOME, TODAY, world


@dataclass
class Files:
    """The register under test, and files sent to it."""

    session: Session

    def movements(self, *lines: str, school: str = HOME) -> IntakeReport:
        return self.movements_file("\n".join(lines), school)

    def movements_file(self, content: str | bytes, school: str = HOME) -> IntakeReport:
        return self._sent(take_in_movements, content, school)

    def roll(self, *lines: str, school: str = HOME) -> IntakeReport:
        return self.roll_file("\n".join(lines), school)

    def part(self, *lines: str, school: str = HOME) -> IntakeReport:
        """Some rows of a roll, sent as such."""
        return self._sent(partial(take_in_pupils, whole=False), "\n".join(lines), school)

    def roll_file(self, content: str | bytes, school: str = HOME) -> IntakeReport:
        return self._sent(take_in_pupils, content, school)

    def _sent(self, take_in: object, content: str | bytes, school: str) -> IntakeReport:
        assert callable(take_in)
        data = content.encode() if isinstance(content, str) else content
        sheet = read_rows(data, name="sent.csv")
        place = find_place(self.session, school)
        by = Actor("a school", "school", frozenset({place.id}))
        report = take_in(self.session, sheet, place=place, by=by)
        assert isinstance(report, IntakeReport)
        return report

    def head(self) -> Head:
        return head(self.session)

    def kinds(self, upn: str) -> list[str]:
        """The kinds of what is held on a pupil, in order of effect."""
        pupil = find_pupil(self.session, upn)
        return [e.kind for e in entries(self.session, [pupil])] if pupil else []

    def sentences(self, upn: str) -> list[str]:
        pupil = find_pupil(self.session, upn)
        assert pupil is not None
        return [line.sentence for line in history(self.session, pupil, today=TODAY)]


def said(outcome: Outcome) -> tuple[str, str]:
    """A row's result and what is wrong with it, as its receipts say."""
    result, _, problems, _ = receipt_of(outcome)
    return result, problems


def concerned(outcome: Outcome) -> str:
    """What its receipts say was not as it should be."""
    return receipt_of(outcome)[3]


@contextmanager
def files() -> Iterator[Files]:
    """Two schools and a setting with their few pupils, and nothing sent yet."""
    with world() as made:
        yield Files(made.session)
