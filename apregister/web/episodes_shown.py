"""Episodes of a pupil's page: each opening entry with the steps that carried it on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from movements.register import Line
from movements.standing import Episode, Standing


@dataclass(frozen=True)
class EpisodeShown:
    """An episode that has steps: its opening line, the lines of its steps, and when it ended."""

    opening: Line
    steps: tuple[Line, ...]
    ended: date | None


def episodes_shown(then: Standing, lines: Iterable[Line]) -> tuple[EpisodeShown, ...]:
    """The episodes with a step, in the order they began, as far as their lines may be seen."""
    seen = {line.number: line for line in lines}
    shown = (_shown(episode, seen) for episode in then.episodes if episode.entry in seen)
    return tuple(one for one in shown if one.steps)


def _shown(episode: Episode, seen: Mapping[int, Line]) -> EpisodeShown:
    steps = tuple(seen[step.entry] for step in episode.steps if step.entry in seen)
    return EpisodeShown(seen[episode.entry], steps, episode.ended)
