"""Who acts: handed to every act and every look, never read from anywhere."""

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["school", "setting", "la_officer", "panel_member", "auditor", "administrator"]


@dataclass(frozen=True)
class Actor:
    """A person or a key, the role they act in, and the organisations they may speak for.

    `places` are place ids; `authority` is a three-digit local authority code.
    """

    name: str
    role: Role
    places: frozenset[str] = field(default_factory=frozenset)
    authority: str | None = None

    @property
    def organisation(self) -> str:
        """The organisation written beside each entry: a place id, or `la:330`, or `register`."""
        if self.places:
            return min(self.places)
        return f"la:{self.authority}" if self.authority else "register"
