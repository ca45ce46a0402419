"""The pupils' stays at settings, folded from the pupils' entries: who commissions which setting."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import or_
from sqlmodel import Session, col, select

from movements.entry import Entry, EntryRow
from movements.register import by_pupil, entries, fold
from movements.settings_read import Stay
from movements.standing import Provision, Standing

_OPENING = ("ap_placement", "off_site_direction")


def stays(session: Session, places: Iterable[str] | None = None) -> list[Stay]:
    """Every direction and placement at some settings (at all when None), past and planned too."""
    wanted = None if places is None else frozenset(places)
    found = [
        stay
        for _, of_one in by_pupil(entries(session, placed_pupils(session, wanted)))
        for stay in _stays_of(of_one)
    ]
    return [stay for stay in found if wanted is None or stay.place in wanted]


def placed_pupils(session: Session, places: frozenset[str] | None = None) -> list[str]:
    """The pupils ever placed or directed: at some settings, or anywhere when None."""
    query = select(EntryRow.pupil_id).where(col(EntryRow.kind).in_(_OPENING)).distinct()
    if places is not None:
        named = [col(EntryRow.details).contains(f'"{place}"') for place in sorted(places)]
        query = query.where(or_(*named))
    return [pupil for pupil in session.exec(query) if pupil is not None]


def _stays_of(of_one: Sequence[Entry]) -> Iterable[Stay]:
    """One pupil's stays: each begins where it appears in the standing and ends where it goes."""
    found: dict[int, Stay] = {}
    placed_by: dict[int, str | None] = {}
    hidden = False
    for entry, movement, before, after in fold(of_one):
        held = {p.entry for p in after.provision}
        for gone in before.provision:
            if gone.entry not in held and gone.entry in found:
                found[gone.entry] = replace(found[gone.entry], until=movement.on)
        for provision in after.provision:
            if provision.place is not None:
                # Not of whoever tells next: an authority that claims the child may not know where.
                arranged = placed_by.setdefault(provision.entry, entry.authority)
                found[provision.entry] = _stay(provision, after, arranged)
        hidden = after.protected
    return [replace(stay, protected=hidden) for stay in found.values()]


def _stay(provision: Provision, standing: Standing, authority: str | None) -> Stay:
    held = (standing.home_authority, standing.authority, authority)
    theirs = frozenset(code for code in held if code)
    return Stay(
        str(provision.place),
        provision.by,
        theirs,
        provision.since,
        provision.planned_end,
        None,
    )


def commissioners(of_setting: Iterable[Stay]) -> tuple[frozenset[str], frozenset[str]]:
    """Whose pupils these stays are: the schools that arranged them, and the authorities."""
    held = list(of_setting)
    schools = frozenset(stay.by for stay in held if stay.by)
    return schools, frozenset(code for stay in held for code in stay.authorities)
