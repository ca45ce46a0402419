"""What became of each link given to a pupil or a parent to say what the setting is like."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reports.follow_up.setting import Setting
from reports.timeline import Step, Timeline

GOOD = frozenset({"very_good", "good"})
A_YEAR = timedelta(days=365)
AGREES = frozenset({"strongly_agree", "agree"})


@dataclass(frozen=True)
class VoiceRow:
    """One link: answered, or not by the day it was good for. Truths are unknown where unanswered.

    It falls due when it was answered, or else when it is over.
    """

    pupil: str
    entries: tuple[int, ...]
    asked_on: date
    due_on: date
    good: bool | None
    self_esteem: bool | None
    opportunity: bool | None
    activity: bool | None
    rosenberg: int | None
    score_entries: tuple[int, ...]


def voice_rows(line: Timeline, of: str, setting: Setting) -> Iterator[VoiceRow]:
    """The links given to the pupil, or to a parent (`of`), about the setting."""
    given = {step.movement.value("asked"): step for step in line.of_kind("voice_given")}
    for asked in line.of_kind("voice_asked"):
        link = asked.movement
        if link.value("of") == of and link.value("setting") == setting.id:
            yield _row(line, asked, given.get(asked.entry.number))


def _row(line: Timeline, asked: Step, given: Step | None) -> VoiceRow:
    due = given.on if given else asked.movement.value("until")
    score = _rosenberg(line, due) if asked.movement.value("of") == "pupil" else None
    return VoiceRow(
        pupil=line.pupil,
        entries=tuple(step.entry.number for step in (asked, given) if step),
        asked_on=asked.on,
        due_on=due,
        good=given.movement.value("overall") in GOOD if given else None,
        self_esteem=_agrees(given, "self_esteem"),
        opportunity=_agrees(given, "opportunity"),
        activity=_agrees(given, "activity"),
        rosenberg=int(score.movement.value("score")) if score else None,
        score_entries=(score.entry.number,) if score else (),
    )


def _rosenberg(line: Timeline, due: date) -> Step | None:
    """The last Rosenberg total of the year before."""
    told = [
        step
        for step in line.of_kind("wellbeing")
        if step.movement.value("scale") == "RSES" and due - A_YEAR <= step.on <= due
    ]
    return told[-1] if told else None


def _agrees(given: Step | None, item: str) -> bool | None:
    answer = given.movement.value(item) if given else None
    return answer in AGREES if answer else None
