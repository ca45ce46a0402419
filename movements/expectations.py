"""From when to when a mark of a pupil is due at a place, and why: folded from the entries alone.

Planned entries count by their dates. A placement lasts until its end is recorded, whatever was
planned.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from movements.entry import Entry
from movements.presence import EVER, half_day
from movements.register import fold
from movements.responsible import SLOTS, Due, Why, due_at, is_outside
from movements.standing import Provision, Standing

ALL_WEEK = "1" * len(SLOTS)


class Expectation(NamedTuple):
    """A mark that is due at a place in some sessions of the week (`week` None: in all).

    `arranged_by` is the place or authority (`la:330`) that placed or directed the pupil, or whose
    roll it rests on. `entry` opened the placement or direction; 0 where none did. `school` is the
    main school, `authorities` the codes of residence and of the register, with a comma between;
    where the child is `protected`, the place is withheld.
    """

    place: str
    week: str | None
    why: Why
    arranged_by: str | None
    entry: int
    school: str | None
    authorities: str
    protected: bool


class ExpectedSpell(NamedTuple):
    """An expectation from one half-day up to, but not including, another (`presence.half_day`).

    Where no placement or direction is behind it, `entry` is the one it began with.
    """

    since: int
    until: int
    place: str
    week: str | None
    why: Why
    arranged_by: str | None
    entry: int
    school: str | None
    authorities: str
    protected: bool

    def takes(self, slot: int) -> bool:
        """Whether a session of the week is among those expected."""
        return self.week is None or self.week[slot] == "1"


def expectations(standing: Standing) -> tuple[Expectation, ...]:
    """Where marks of a pupil are due in a week, each session of it at the places of `due_at`.

    Besides, a place that has the pupil on its roll as the second of two marks every session.
    """
    if is_outside(standing):
        return ()
    weeks: dict[Due, list[int]] = {}
    for slot in SLOTS:
        for due in due_at(standing, slot):
            weeks.setdefault(due, []).append(slot)
    found = [_of(due, slots, standing) for due, slots in weeks.items()]
    return (*found, *_subsidiary(standing, {due.place for due in weeks}))


def expected_spells(of_one: Sequence[Entry]) -> list[ExpectedSpell]:
    """One pupil's spells, the first to begin first."""
    begun: dict[Expectation, tuple[int, int]] = {}
    found: list[ExpectedSpell] = []
    for now, turns in _by_half_day(of_one).items():
        held = turns[-1][1]
        for gone in [one for one in begun if one not in held]:
            found.append(_spell(gone, *begun.pop(gone), until=now))
        for one in held:
            begun.setdefault(one, (now, next(number for number, some in turns if one in some)))
    found += [_spell(one, *since, until=EVER) for one, since in begun.items()]
    return sorted(found, key=lambda spell: (spell.since, spell.place, spell.why, spell.entry))


def _by_half_day(
    of_one: Sequence[Entry],
) -> Mapping[int, list[tuple[int, tuple[Expectation, ...]]]]:
    """What is expected after each entry that counts, by the half-day it took effect."""
    found: dict[int, list[tuple[int, tuple[Expectation, ...]]]] = {}
    for entry, _, _, after in fold(of_one):
        turn = (entry.number, expectations(after))
        found.setdefault(half_day(entry.on, entry.session), []).append(turn)
    return found


def _spell(one: Expectation, since: int, number: int, *, until: int) -> ExpectedSpell:
    return ExpectedSpell(since, until, *one._replace(entry=one.entry or number))


def _of(due: Due, slots: Sequence[int], standing: Standing) -> Expectation:
    week = "".join("1" if slot in slots else "0" for slot in SLOTS)
    placed = due.by if isinstance(due.by, Provision) else None
    by = _arranged_by(placed, standing) if placed else due.place
    told = None if week == ALL_WEEK else week
    entry = placed.entry if placed else 0
    return Expectation(due.place, told, due.why, by, entry, *_whose(standing))


def _whose(standing: Standing) -> tuple[str | None, str, bool]:
    main = standing.main_roll
    codes = {code for code in (standing.home_authority, standing.authority) if code}
    return main.place if main else None, ",".join(sorted(codes)), standing.protected


def _arranged_by(placed: Provision, standing: Standing) -> str | None:
    """The school, or the authority where it arranged the placement or recorded it."""
    episode = standing.episode(placed.entry)
    if episode is None or (episode.arranged_by == "school" and placed.by):
        return placed.by
    return f"la:{episode.authority}" if episode.authority else placed.by


def _subsidiary(standing: Standing, places: set[str]) -> Iterator[Expectation]:
    """The rolls that make no school responsible, where nothing more is known of the week."""
    whose = _whose(standing)
    for roll in standing.rolls:
        if roll not in standing.main_rolls and roll.place not in places:
            yield Expectation(roll.place, None, "subsidiary", whose[0], 0, *whose)
