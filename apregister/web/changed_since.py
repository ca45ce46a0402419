"""What has been told of the same entry or episode since a form was opened."""

from apregister.form_drafts import SEEN
from apregister.sight import Seen
from movements.kind import Kind
from movements.milestone import Milestone
from movements.register import Line
from movements.standing import Episode

__all__ = ["SEEN", "changed_since", "last_seen"]


def last_seen(seen: Seen) -> int:
    """The number of the last entry somebody has seen of a pupil; 0 for none."""
    return max((line.number for line in seen.lines), default=0)


def changed_since(
    seen: Seen, kind: type[Kind], since: int | None, *about: int | None
) -> tuple[Line, ...]:
    """The entries told after `since` about the entries or the episode that a form is about.

    `about` are the numbers of the entry it corrects and of the one it carries on, as far as given;
    a milestone that names none is about every open episode it could carry on. A correction of what
    the form was copied from counts too: the copy would bring back what was wrong.
    """
    if since is None:
        return ()
    named = {number for number in about if number}
    numbers = named.union(*(_numbers(e) for e in _episodes(seen, kind, named)))
    sources = {one.kind for one in kind.copies}
    copied = {line.number for line in seen.lines if line.entry.kind in sources}
    return tuple(
        line
        for line in seen.lines
        if line.number > since
        and (line.number in numbers or line.entry.corrects in numbers | copied)
    )


def _episodes(seen: Seen, kind: type[Kind], named: set[int]) -> list[Episode]:
    every = seen.standing.episodes
    if named or not issubclass(kind, Milestone):
        return [e for e in every if _numbers(e) & named]
    return [e for e in every if e.kind in kind.about and (e.ended is None or e.steps)]


def _numbers(episode: Episode) -> set[int]:
    return {episode.entry, *episode.earlier, *(step.entry for step in episode.steps)}
