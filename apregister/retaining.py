"""A run of the retention schedule: what would go, by rule and count; and letting it go."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from apregister.beside import BESIDE, House, loose_papers, sweep_papers
from apregister.db import reading, writing
from apregister.idempotency import IdempotencyKey
from apregister.papers import store_of
from fair_access.letters.redaction import redact_letters
from fair_access.meetings.pack_redaction import redact_packs
from fair_access.retention import case_papers, meeting_papers
from movements.batches import AT_ONCE
from movements.legal_hold import Holds, holds
from movements.received_checked import let_files_go
from movements.redaction import redact
from movements.retention import (
    FILES_AS_SENT,
    Due,
    Kept,
    files,
    files_as_sent,
    marks,
    papers,
    rolls,
    totals,
)
from movements.schedule import Keep, schedule_on

STAYS = (
    "UPNs and ULNs, the dates of entries and who made them stay: they stand under a seal or are "
    "the proof itself. Copies and backups made elsewhere are for their keepers to delete."
)
"""What a run does not reach; said with every report."""


@dataclass(frozen=True)
class Line:
    """One rule of the schedule and what goes by it."""

    keep: Keep
    records: int
    entries: int
    pupils: int
    held: int

    def as_dict(self) -> dict[str, Any]:
        """The line as --json shows it."""
        return {
            "rule": self.keep.id,
            "title": self.keep.title,
            "since": self.keep.since,
            **self.keep.basis.told(),
            "records": self.records,
            "entries": self.entries,
            "pupils": self.pupils,
            "held_back": self.held,
        }


@dataclass(frozen=True)
class Plan:
    """What may go on a day: `due` and nothing holds it; `held` by a legal hold; `kept` besides.

    `beside` counts what lies beside the register, by rule; `loose` the papers no entry names;
    `known` are the holds that were heeded.
    """

    on: date
    schedule: dict[str, Keep]
    due: tuple[Due, ...]
    held: tuple[Due, ...]
    kept: tuple[Kept, ...]
    beside: dict[str, int]
    loose: int
    known: frozenset[int]

    def lines(self) -> Iterator[Line]:
        """Every rule by which something can go, also where nothing does."""
        for keep in self.schedule.values():
            if keep.least:
                continue
            due = [one for one in self.due if one.keep == keep.id]
            files = sum(len(one.entries) for one in due if one.place)
            held = sum(one.keep == keep.id for one in self.held)
            yield Line(
                keep,
                files or len(due) + self.beside.get(keep.id, 0),
                0 if files else sum(len(one.entries) for one in due),
                len({one.pupil for one in due if one.pupil}),
                held,
            )

    @property
    def holds(self) -> list[int]:
        """The entries of the legal holds that keep something back."""
        return sorted({one.hold for one in self.held})

    def whys(self) -> dict[str, int]:
        """Why files are kept that the years alone would let go, and how many."""
        reasons = [one.why for one in self.kept]
        return {why: reasons.count(why) for why in dict.fromkeys(reasons)}


def plan_of(house: House, on: date) -> Plan:
    """What may go on a day. Changes nothing."""
    schedule = schedule_on(on)
    with reading(house.engines.register) as session:
        held = holds(session, on)
        found = list(_found(session, on, schedule, held))
    due = tuple(_once([one for one in found if isinstance(one, Due)]))
    return Plan(
        on=on,
        schedule=schedule,
        due=tuple(one for one in due if not one.hold),
        held=tuple(one for one in due if one.hold),
        kept=tuple(one for one in found if isinstance(one, Kept)),
        beside={one.keep: one.expired(house, schedule[one.keep]) for one in BESIDE},
        loose=len(loose_papers(house)),
        known=frozenset(hold.entry for hold in held.standing),
    )


def _found(
    session: Session, on: date, schedule: dict[str, Keep], held: Holds
) -> Iterator[Due | Kept]:
    yield from files(session, on, schedule, held)
    yield from papers(session, on, schedule["attachments"], held)
    yield from case_papers(session, on, schedule["panel_papers"], held)
    yield from meeting_papers(session, on, schedule["panel_papers"], held)
    yield from marks(session, on, schedule["attendance_register"], held)
    yield from totals(session, on, schedule["attendance_register"], held)
    yield from rolls(session, on, schedule["received_rolls"], held)
    yield from files_as_sent(session, on, schedule[FILES_AS_SENT], held)


def _once(found: Iterable[Due]) -> Iterator[Due]:
    """An entry that may go by two rules is counted, and goes, by the first."""
    seen: set[int] = set()
    for one in found:
        rest = tuple(number for number in one.entries if number not in seen)
        seen.update(rest)
        if rest:
            yield replace(one, entries=rest)


def carry_out(house: House, plan: Plan) -> int:
    """Let go what a plan says; how many entries were redacted.

    A hold placed since the plan was made is heeded. One transaction for each record, so that
    schools need not wait while a long run is on; a run broken off is taken up by the next.
    """
    done = 0
    for one in plan.due:
        with writing(house.engines.register) as session:
            done += _let_go(session, one, plan, house)
    for beside in BESIDE:
        beside.delete(house, plan.schedule[beside.keep])
    sweep_papers(house)
    _forget_the_log(house)
    return done


def _let_go(session: Session, one: Due, plan: Plan, house: House) -> int:
    by = house.by
    held = holds(session, plan.on)
    since = [hold for hold in held.standing if hold.entry not in plan.known]
    # A new hold on some pupil may be on one whose marks are in the file.
    if held.on_pupil(one.pupil) or (since and one.pupil is None):
        return 0
    if one.place is not None:
        let_files_go(session, one.place, one.entries, rule=one.keep, title=one.title, by=by)
        return 0
    gone = redact(session, one.entries, rule=one.keep, title=one.title, by=by)
    # What a panel was shown, and what was written of its decision, says again what the entry said.
    redact_packs(session, store_of(house.engines, house.settings), gone, by)
    redact_letters(session, gone, by)
    # What was answered to a sender's key says again what the entry said.
    for at in range(0, len(gone), AT_ONCE):
        some = gone[at : at + AT_ONCE]
        session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.entry).in_(some)))
    return len(gone)


def _forget_the_log(house: House) -> None:
    """Empty the files of changes not yet written home: they hold what was there before."""
    for engine in (house.engines.register, house.engines.looks):
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("PRAGMA query_only=OFF")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.close()
