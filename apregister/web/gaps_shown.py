"""Gap bars of a pupil's page: out of sight from when to when, as a picture, a table, a sentence."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from apregister.pack_paper import GapsShown, pictured
from apregister.sight import Seen
from apregister.web.synthetic import is_synthetic
from fair_access.case_file import FileLine, GapLine
from movements.ledger import TITLES
from movements.spells import OutOfSightSpell, spells
from reports.gap_chart import Gap


def gaps_shown(
    session: Session, seen: Seen, until: date, known_on: date | None
) -> GapsShown | None:
    """The gaps up to the end of a day; None before anything took effect."""
    since = min((line.entry.on for line in seen.lines if line.in_force), default=until)
    if since >= until:
        return None
    found = spells(
        session, since, until, pupil_ids=[seen.pupil], as_known_on=known_on, left=seen.left
    )
    gaps = tuple(_gap(one) for one in sorted(found, key=lambda spell: spell.first))
    return pictured(gaps, since, until, "gaps", synthetic=is_synthetic())


def gaps_of(
    told: Iterable[GapLine], lines: Iterable[FileLine], until: date, name: str = "gaps"
) -> GapsShown:
    """The gaps that a case file tells of, since the first thing in it took effect."""
    since = min((line.on for line in lines if line.in_force), default=until)
    gaps = tuple(Gap(one.cause, one.first, one.last, one.days, one.goes_on) for one in told)
    return pictured(gaps, since, until, name, synthetic=is_synthetic())


def _gap(spell: OutOfSightSpell) -> Gap:
    return Gap(
        TITLES[spell.cause], spell.first.on, spell.last.on, spell.sessions / 2, spell.goes_on
    )
