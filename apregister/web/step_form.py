"""The form of a step of a case, on one page."""

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.wrappers import Response

from apregister.web.pages import page
from apregister.web.questions import Question, placed
from fair_access.steps import Step
from movements.copied import Copied
from movements.kinds import KINDS
from movements.places import PlaceFacts
from movements.problems import Problem
from movements.record import today


@dataclass(frozen=True)
class Section:
    """Questions of a long form that stand together."""

    title: str
    questions: list[Question]

    @property
    def open(self) -> bool:
        """Whether it is shown unfolded: something in it is wrong, or was answered."""
        return any(question.error or question.value for question in self.questions)


@dataclass(frozen=True)
class StepForm:
    """The form of a step: what it is called, its questions, and where it is sent."""

    step: type[Step]
    name: str
    action: str
    back: str
    questions: list[Question]
    places: list[PlaceFacts]
    movement: str
    copied: tuple[Copied, ...] = ()
    draft: str = ""
    corrects: int = 0
    said: str = ""
    why: Question | None = None
    """The entry that it corrects, if it does, what that says, and the question why."""

    @property
    def sections(self) -> list[Section]:
        """The questions of a long form by section; none where the form is short."""
        by_name = {question.name: question for question in self.questions}
        found = [
            Section(title, [by_name[name] for name in names if name in by_name])
            for title, names in self.step.groups
        ]
        return [section for section in found if section.questions]

    @property
    def besides(self) -> list[Question]:
        """The questions that are of no section."""
        grouped = {name for _, names in self.step.groups for name in names}
        return [question for question in self.questions if question.name not in grouped]

    @property
    def asked(self) -> set[str]:
        """The names of all that the form asks."""
        return {question.name for question in (*self.questions, *([self.why] if self.why else []))}

    @property
    def does(self) -> str:
        """What the page and its button say."""
        return f"Correct entry {self.corrects}" if self.corrects else self.step.does

    @property
    def movement_title(self) -> str:
        """The movement an allocation implies, in words."""
        return KINDS[self.movement].title if self.movement else ""


def again(sheet: StepForm, problems: tuple[Problem, ...]) -> Response:
    """The form again with what was answered and what is wrong with it."""
    return page("step.html", status=422, problems=placed(problems, sheet.asked), sheet=sheet)


def dated(answers: Mapping[str, str]) -> dict[str, str]:
    """A step is mostly taken on the day it is entered: today stands there until changed."""
    return {"on": f"{today():%d/%m/%Y}"} | dict(answers)
