"""Whether a pupil's history is still the one that a sender has read: ETag and If-Match."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Header
from sqlmodel import Session

from apregister.sight import NotSeen, Seen, find_for, look_at
from movements.actor import Actor
from movements.entry import canonical
from movements.problems import Refused
from movements.record import today

ETAG: dict[str, Any] = {
    "ETag": {
        "description": "Names the history as it is now, of what you may see; send it back in "
        "If-Match. Not there where as_known_on is asked for",
        "schema": {"type": "string", "examples": ['"9c56cc51b374c3ba"']},
    }
}
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag of the pupil's history as you read it. Where something was recorded "
        "since that you may see, nothing is recorded (412)",
    ),
]
CHANGED = (
    "Something was recorded about this pupil since you read the history, and nothing of yours was. "
    "Read the history again; if this is still right, send it with the new ETag."
)


class Changed(Exception):
    """Raised when a movement was meant for a history that is no longer the one that was read."""


def tag_of(seen: Seen) -> str:
    """The ETag of what somebody sees of a pupil, by whichever id.

    Of the entries in sight alone: it must not tell a former place that another has recorded.
    """
    lines = [[line.number, line.corrected_by] for line in seen.lines]
    told = canonical({"sight": seen.sight, "lines": lines})
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:16]}"'


class Reading:
    """What a sender had read of the pupil of a body, before anything of it is recorded."""

    def __init__(
        self, session: Session, answers: Mapping[str, str], by: Actor, tags: str | None
    ) -> None:
        now = _tag_now(session, answers, by) if tags else None
        self.in_sight = now is not None
        self.stale = bool(tags) and not _matches(tags or "", now)

    def check(self, *, accepted: bool) -> None:
        """Raises Changed where it would be recorded on another history than the one read.

        What is held already changes nothing. A pupil out of sight is answered as without the tag.
        """
        if self.stale and (accepted or self.in_sight):
            raise Changed


def _tag_now(session: Session, answers: Mapping[str, str], by: Actor) -> str | None:
    """The tag of the pupil that a body names; None for one who is out of sight."""
    try:
        upn = answers.get("upn", "").strip()
        pupil = answers.get("pupil", "").strip() or find_for(session, upn, by, today())
        return tag_of(look_at(session, pupil, by, today=today()))
    except (NotSeen, Refused):
        return None


def _matches(tags: str, now: str | None) -> bool:
    """Whether one of the tags of a header is the one there is now; `*` is any there is."""
    asked = {tag.strip() for tag in tags.split(",")}
    return now is not None and bool(asked & {now, "*"})
