"""What an entry of a fair-share scheme fills in: typed answers of one day, and what it is about."""

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

from movements.basis import Basis
from movements.kind import Answers
from movements.problems import Problem

FAIR_SHARE = Basis(
    "statute",
    "School Admissions Code 2021 paragraphs 3.18 to 3.20: no school is asked to take a "
    "disproportionate number of children under the protocol",
    in_force_from=date(2021, 9, 1),
    confirmed=False,
)
AGREED_LOCALLY = Basis(
    "local", "The authority's fair access protocol: what is disproportionate is agreed locally"
)
About = Literal["authority", "place", "pupil"]


class ShareKind(Answers):
    """Something told of how an authority shares places; subclasses are on the list SHARE_KINDS.

    `about` is the entry's subject. `identity` are the answers which, with subject and day, make it
    the same act: said again with other answers it is a correction.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    history_words: ClassVar[str] = ""
    basis: ClassVar[Basis] = AGREED_LOCALLY
    about: ClassVar[About]
    identity: ClassVar[tuple[str, ...]] = ()

    def ends_wrong(self, until: date | None) -> Iterator[Problem]:
        """A last day before the first."""
        if until is not None and until < self.on:
            words = f"The last day is before the first, {self.on:%-d %B %Y}: check both dates."
            yield Problem("until", "before_start", words)

    def problems(self) -> Iterator[Problem]:
        """What its own answers cannot be together. Refuses the entry."""
        yield from ()

    @abstractmethod
    def sentence(self) -> str:
        """What was told, in one plain sentence; it names no child and no place."""
