"""The register that fair-share histories are told to: that of the specs, and a panel."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col

from fair_access.fair_share.advice import Advice, advice
from fair_access.fair_share.child import of_child
from fair_access.fair_share.held import SHARE_KINDS
from fair_access.fair_share.ledger import FairShare, fair_share
from fair_access.fair_share.rolls import Asked
from fair_access.fair_share.tell import tell_fair_share
from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.record import Recorded, stop_clock_at
from tests.spec.pages import Row
from tests.spec.world import LATER, World, moment_of, upn

TODAY = LATER.date()


@dataclass
class ShareWorld(World):
    """The specs' register, which a panel and the authority's officer tell things too."""

    def tell(self, row: Row) -> Recorded:
        """Tell one row: a movement, a step of the child's case, or an entry of fair share."""
        kind = row["kind"]
        if kind not in SHARE_KINDS:
            return super().tell(row)
        stop_clock_at(moment_of(row["told"]) if row.get("told") else LATER)
        by = Actor("Olive Officer", "la_officer", authority=row["at"].removeprefix("la:"))
        answers = {"on": row["on"], **self._answers(row["answers"])}
        with self.session.begin_nested():
            if SHARE_KINDS[kind].about == "pupil":
                answers["upn"] = upn(row.get("child") or "amy")
            return tell_fair_share(self.session, kind, answers, by=by, source="form")

    def entry(self, number: int) -> Entry:
        """An entry by its number."""
        (entry,) = read_entries(self.session, ENTRIES.where(col(EntryRow.number) == number))
        return entry

    def share(self, on: str, known: str = "", authority: str = "330") -> FairShare:
        """The ledger of a day, as known at the end of a day where one is given."""
        return fair_share(self.session, authority, _asked(on, known))

    def advice(self, child: str, on: str, known: str = "") -> Advice:
        """What is advised for a child."""
        share = self.share(on, known)
        found = advice(share, of_child(self.session, self.pupil(child), share.held, share.asked))
        assert found is not None
        return found


def _asked(on: str, known: str) -> Asked:
    return Asked(date.fromisoformat(on), date.fromisoformat(known) if known else None, TODAY)
