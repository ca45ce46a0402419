"""Episodes of a pupil's page: each opening entry with the steps that carried it on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from movements.register import Line
from movements.signatures import signatures
from movements.standing import Episode, Standing


@dataclass(frozen=True)
class EpisodeShown:
    """An episode that has steps, or waits for somebody: its lines, whom for, and when it ended."""

    opening: Line
    steps: tuple[Line, ...]
    ended: date | None
    waits_for: tuple[str, ...] = ()


def episodes_shown(then: Standing, lines: Iterable[Line]) -> tuple[EpisodeShown, ...]:
    """The episodes with a step, or that wait for somebody, in the order they began.

    As far as their lines may be seen.
    """
    seen = {line.number: line for line in lines}
    shown = (_shown(episode, then, seen) for episode in then.episodes if episode.entry in seen)
    return tuple(one for one in shown if one.steps or one.waits_for)


def _shown(episode: Episode, then: Standing, seen: Mapping[int, Line]) -> EpisodeShown:
    steps = tuple(seen[step.entry] for step in episode.steps if step.entry in seen)
    missing = signatures(episode, then).in_the_way if episode.ended is None else ()
    words = tuple(one.words() for one in missing)
    return EpisodeShown(seen[episode.entry], steps, episode.ended, words)
