"""The register notes that a child was entered on a roll whom nobody had said to be coming."""

from typing import ClassVar

from movements.basis import Basis
from movements.kind import Kind, Names, Taken
from movements.remade import remade
from movements.standing import Roll, Standing
from movements.unconfirmed import UNCONFIRMED, doubted_places

OWN_WORD = Basis(
    "ours",
    "Nobody learns of a protected child, or of one held as missing, by entering a UPN: the child "
    "is on the roll, and its earlier history is withheld until that is confirmed",
)


class RollUnconfirmed(Kind):
    """Beside the entry of the roll, and shown to its place once it is confirmed."""

    id: ClassVar[str] = UNCONFIRMED
    title: ClassVar[str] = "Roll not confirmed"
    summary: ClassVar[str] = "A school entered a child whom nobody had said to be coming to it."
    basis: ClassVar[Basis] = OWN_WORD
    by_doors: ClassVar[bool] = False

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """The place has the child by its own word alone, whatever its roll is corrected to."""
        if taken.place is None or taken.place in doubted_places(standing):
            return standing
        mark = Roll(taken.place, "C", self.on, taken.authority, taken.number)
        return remade(standing, unconfirmed=(*standing.unconfirmed, mark))

    def sentence(self, names: Names) -> str:
        """What happened."""
        return "Entered on a roll by a place that nobody had said the child was coming to"
