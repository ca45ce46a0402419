"""When an episode was to end, by its opening entry or by the milestone that last said so."""

from datetime import date

from movements.standing import Episode


def stated_end(episode: Episode | None, first: date) -> date:
    """The last day stated: that of the latest milestone which states one, else the first."""
    steps = episode.steps if episode else ()
    said = [day for step in steps if (day := getattr(step.movement, "until", None))]
    return said[-1] if said else first


def is_carried_on(episode: Episode | None, end: date) -> bool:
    """Whether a milestone was recorded on the stated end or after it: somebody has looked."""
    return any(step.movement.on >= end for step in (episode.steps if episode else ()))
