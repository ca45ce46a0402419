"""Who was asked for outreach to a pupil, and when somebody last saw the pupil."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Invitation:
    """A setting that a pupil's school, or the authority, has named as giving outreach.

    It holds while the pupil is on the roll of `school`.
    """

    setting: str
    school: str


@dataclass(frozen=True)
class LastSeen:
    """When a pupil was last seen, how, and the entry that says so."""

    entry: int
    on: date
    how: str
