"""Gap bars of a pupil's page: out of sight from when to when, as a picture, a table, a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from sqlmodel import Session

from apregister.web.synthetic import is_synthetic
from movements.ledger import TITLES
from movements.register import Line
from movements.spells import OutOfSightSpell, spells
from reports.gap_chart import Gap, gap_chart, gaps_sentence


@dataclass(frozen=True)
class GapsShown:
    """The gaps between the first entry's day and the day looked at."""

    since: date
    until: date
    gaps: tuple[Gap, ...]
    sentence: str
    chart: Markup


def gaps_shown(
    session: Session, pupil: str, lines: Iterable[Line], until: date, known_on: date | None
) -> GapsShown | None:
    """The gaps up to the end of a day; None before anything took effect."""
    since = min((line.entry.on for line in lines if line.in_force), default=until)
    if since >= until:
        return None
    found = spells(session, since, until, pupil_ids=[pupil], as_known_on=known_on)
    gaps = tuple(_gap(one) for one in sorted(found, key=lambda spell: spell.first))
    chart = Markup(gap_chart(gaps, since, until, synthetic=is_synthetic()))
    return GapsShown(since, until, gaps, gaps_sentence(gaps), chart)


def _gap(spell: OutOfSightSpell) -> Gap:
    return Gap(
        TITLES[spell.cause], spell.first.on, spell.last.on, spell.sessions / 2, spell.goes_on
    )
