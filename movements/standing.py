"""What a pupil's entries come to on a day. Frozen: each kind's apply() returns the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from movements.asked_and_seen import Invitation, LastSeen
from movements.episode_kinds import GONE_AWAY, OF_A_SCHOOL, OF_THE_LIVING, OWED_NO_MORE, PLANS
from movements.la_codes import lived_in
from movements.remade import remade
from movements.school_age import is_past

MAIN_STATUSES = frozenset({"C", "M"})
"""Enrolment statuses that make a school the responsible one: current single, and main."""


@dataclass(frozen=True)
class Roll:
    """A pupil's name on a place's admission register, the place's authority, and who first said so.

    `told` is the number of that entry.
    """

    place: str
    status: str
    since: date
    authority: str | None = None
    told: int = 0


@dataclass(frozen=True)
class Provision:
    """An open episode of education away from the home school: a direction or an AP placement."""

    entry: int
    kind: str
    place: str | None
    setting_type: str | None
    since: date
    planned_end: date | None
    by: str | None
    week: str | None = None
    earlier: tuple[int, ...] = ()
    """The entries that `entry` corrects; an end may still name the episode by one of them."""

    def opened_by(self, entry: int) -> bool:
        """Whether an entry's number is one of those the episode answers to."""
        return entry == self.entry or entry in self.earlier


@dataclass(frozen=True)
class Suspension:
    """One suspension: its first day, its length in sessions (half-days) and the school."""

    entry: int
    on: date
    session: str
    sessions: int
    place: str | None
    lunchtimes: bool = False
    """Whether it is from lunchtimes: each is a session, and a day of its own."""


@dataclass(frozen=True)
class Exclusion:
    """A permanent exclusion and the school that excluded."""

    entry: int
    on: date
    place: str | None


@dataclass(frozen=True)
class Removal:
    """A removal from roll: when, from where, on which ground (a to o) and where to, if known.

    `at_home` where the ground says that the child is educated otherwise than at school, and the
    day of the paper that it needs is given: the parent's notice (f), the order's end (e).
    """

    on: date
    place: str
    ground: str
    to_place: str | None
    at_home: bool = False


@dataclass(frozen=True)
class Step:
    """A milestone of an episode: an agreement, a review, an end. `movement` holds its answers."""

    entry: int
    place: str | None
    movement: Any
    authority: str | None = None


@dataclass(frozen=True)
class Episode:
    """What an opening entry started, with its milestones in the order they took effect.

    `named` are the places the opening entry names besides the one that recorded it.
    """

    entry: int
    place: str | None
    authority: str | None
    movement: Any
    named: tuple[str, ...] = ()
    earlier: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()
    ended: date | None = None

    @property
    def kind(self) -> str:
        """The kind of the entry that opened it."""
        return str(self.movement.id)

    @property
    def on(self) -> date:
        """The day it began."""
        day: date = self.movement.on
        return day

    @property
    def arranged_by(self) -> Literal["school", "authority"]:
        """Who arranged it: whoever the opening entry says, else whoever recorded it."""
        said = vars(self.movement).get("arranged_by")
        return said or ("school" if self.place else "authority")

    def opened_by(self, entry: int) -> bool:
        """Whether an entry's number is one of those the episode answers to."""
        return entry == self.entry or entry in self.earlier

    def steps_of(self, *kinds: str) -> tuple[Step, ...]:
        """Its milestones of some kinds, in the order they took effect."""
        return tuple(step for step in self.steps if step.movement.id in kinds)


@dataclass(frozen=True)
class Spell:
    """A finished spell, on roll or placed; without a place where only a setting's type is known."""

    place: str | None
    since: date
    until: date


@dataclass(frozen=True)
class Standing:
    """Everything a day needs to know of a pupil, folded from entries alone."""

    details: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    rolls: tuple[Roll, ...] = ()
    provision: tuple[Provision, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    removals: tuple[Removal, ...] = ()
    former: tuple[Spell, ...] = ()
    pending_move: str | None = None
    claims: tuple[Roll, ...] = ()
    unconfirmed: tuple[Roll, ...] = ()
    """Where a child was entered whom nobody had said to be coming: `movements.unconfirmed`."""
    hidden_by: int = 0
    """The entry that said, last, that the child is protected, where it was not before."""
    episodes: tuple[Episode, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    last_seen: LastSeen | None = None
    authority: str | None = None
    taken_on: str | None = None
    """The authority of residence, once it has told of the child itself or accepted the child."""
    known: bool = False
    traced: str | None = None
    """Where a child once missing was found (a code of TRACED), until on a roll or placed."""

    @property
    def main_rolls(self) -> tuple[Roll, ...]:
        """Rolls that make a place responsible; more than one is an exception for the ledger."""
        return tuple(roll for roll in self.rolls if roll.status in MAIN_STATUSES)

    @property
    def main_roll(self) -> Roll | None:
        """The main or current roll; the latest where there are two."""
        return self.main_rolls[-1] if self.main_rolls else None

    @property
    def responsible(self) -> tuple[str, ...]:
        """Who is responsible: the places of the main rolls, else the authority that answers."""
        if self.main_rolls:
            return tuple(roll.place for roll in self.main_rolls)
        asked = self.answering
        return (f"la:{asked}",) if asked and not self.left_education else ()

    @property
    def home_authority(self) -> str | None:
        """The authority of residence, or that of the last place where none is known that exists."""
        return lived_in(self.details.get("home_la")) or self.authority

    @property
    def answering(self) -> str | None:
        """The authority asked about the child: that of residence, on a main roll or taken on by it.

        On no main roll, nobody else's word makes it answer: until then, who has the child does.
        """
        kept = not self.main_rolls and self.taken_on != self.home_authority
        return (self.authority if kept else None) or self.home_authority

    @property
    def born(self) -> date | None:
        """The pupil's date of birth, if it is held."""
        dob = self.details.get("dob")
        return date.fromisoformat(dob) if dob else None

    @property
    def left_education(self) -> bool:
        """Off every roll for good: over age (l) as far as is held, died (k), found abroad."""
        if self.rolls:
            return False
        last = self.removals[-1] if self.removals else None
        grown = last and is_past(self.details, last.on)
        # A child placed, missing, applied for or seen since did not die: the ground was a mistake.
        alive = [e.on for e in self.episodes if e.kind in OF_THE_LIVING]
        alive += [self.last_seen.on] if self.last_seen else []
        died = last and last.ground == "k" and all(day <= last.on for day in alive)
        gone = died or (last and last.ground == "l" and grown)
        return bool(gone) or self.traced in OWED_NO_MORE

    @property
    def protected(self) -> bool:
        """Whether place and address are withheld (refuge, adoption, police)."""
        return self.details.get("protected") == "Y"

    def roll_at(self, place: str | None) -> Roll | None:
        """The pupil's registration at a place, if there is one."""
        return next((roll for roll in self.rolls if roll.place == place), None)

    def provision_at(self, place: str) -> tuple[Provision, ...]:
        """The open directions and placements at a place."""
        return tuple(p for p in self.provision if p.place == place)

    def episode(self, entry: int) -> Episode | None:
        """The episode an entry opened, also once it has ended."""
        return next((e for e in self.episodes if e.opened_by(entry)), None)

    def open_episodes(self, *kinds: str) -> tuple[Episode, ...]:
        """The episodes of some kinds that have not ended."""
        return tuple(e for e in self.episodes if e.kind in kinds and e.ended is None)

    @property
    def part_time_week(self) -> str | None:
        """The sessions for which the main school expects the pupil; None where it is every one."""
        main = self.main_roll
        found = [e for e in self.open_episodes("part_time_timetable") if main]
        weeks = [str(e.movement.week) for e in found if main and e.place == main.place]
        return weeks[-1] if weeks else None

    @property
    def phased_return(self) -> tuple[str, str] | None:
        """The school of a phased return under way, and the sessions for which it has the pupil."""
        for episode in self.open_episodes("reintegration_planned"):
            main = self.main_roll.place if self.main_roll else None
            to_place = episode.movement.to_place or main
            for step in reversed(episode.steps_of("reintegration_started")):
                return (to_place, step.movement.week) if to_place else None
        return None

    def was_at(self, place: str) -> bool:
        """Whether a finished roll or placement at the place is known."""
        return any(spell.place == place for spell in self.former)

    def is_invited(self, place: str) -> bool:
        """Whether the place has been named as giving the pupil outreach, and still may."""
        return any(one.setting == place for one in self.invitations)

    def under(self, authority: str) -> "Standing":
        """The standing under an authority: that of the main roll, or of the first entry."""
        return remade(self, authority=authority)

    def with_roll(self, roll: Roll) -> "Standing":
        """The standing with the pupil registered there; it settles a claim and a pending move."""
        if held := self.roll_at(roll.place):
            # A change of status, not a new registration: the starting day stays.
            roll = remade(roll, since=held.since, told=held.told)
        rest = tuple(r for r in self.rolls if r.place != roll.place)
        claims = tuple(c for c in self.claims if c.place != roll.place)
        moved = None if self.pending_move == roll.place else self.pending_move
        told = {"claims": claims, "pending_move": moved, "known": True, "traced": None}
        return remade(self, rolls=(*rest, roll), **told)

    def without_roll(self, removal: Removal) -> "Standing":
        """The standing once the name is deleted from that place's register.

        A school directs and places its registered pupils only: its directions end with the
        registration, and so do its placements, save where the pupil is on the setting's own roll.
        Outreach it asked for lapses too.
        """
        gone = self.roll_at(removal.place)
        spells = (Spell(gone.place, gone.since, removal.on),) if gone else ()
        standing = remade(
            self,
            rolls=tuple(r for r in self.rolls if r.place != removal.place),
            removals=(*self.removals, removal),
            former=(*self.former, *spells),
            invitations=tuple(i for i in self.invitations if i.school != removal.place),
        )
        for episode in self.provision:
            if episode.by == removal.place and standing.is_left_by(episode):
                standing = standing.without_provision(episode.entry, removal.on)
        for begun in standing.episodes:
            if _is_over_with(begun, removal.place, self.main_roll):
                standing = standing.without_episode(begun.entry, removal.on)
        return standing

    def moved_to(self, place: str, on: date) -> "Standing":
        """The standing once a pupil is at a school for good: what others directed has ended."""
        standing = self
        for episode in self.provision:
            if episode.kind == "off_site_direction" and episode.by != place:
                standing = standing.without_provision(episode.entry, on)
        return standing

    def is_left_by(self, episode: Provision) -> bool:
        """Whether an episode cannot outlast the registration of the school that arranged it."""
        if episode.kind == "off_site_direction":
            return True
        begun = self.episode(episode.entry)
        by_school = begun is None or begun.arranged_by == "school"
        return by_school and self.roll_at(episode.place) is None

    def without_exclusion(self, entry: int) -> "Standing":
        """The standing once the pupil is reinstated after the exclusion that an entry told."""
        return remade(self, exclusions=tuple(e for e in self.exclusions if e.entry != entry))

    def with_provision(self, provision: Provision) -> "Standing":
        """The standing with one more open direction or placement; the child is here again."""
        return remade(self, provision=(*self.provision, provision), known=True, traced=None)

    def without_provision(self, entry: int, on: date) -> "Standing":
        """The standing once the episode that an entry opened has ended."""
        spells = tuple(Spell(p.place, p.since, on) for p in self.provision if p.entry == entry)
        return remade(
            self,
            provision=tuple(p for p in self.provision if p.entry != entry),
            former=(*self.former, *spells),
        )

    def lasting_until(self, entry: int, until: date) -> "Standing":
        """The standing with another last day for the placement or direction an entry opened."""
        provision = tuple(
            remade(p, planned_end=until) if p.opened_by(entry) else p for p in self.provision
        )
        return remade(self, provision=provision)

    def with_invitation(self, invitation: Invitation) -> "Standing":
        """The standing with a setting named as giving outreach."""
        rest = tuple(one for one in self.invitations if one != invitation)
        return remade(self, invitations=(*rest, invitation))

    def with_episode(self, episode: Episode) -> "Standing":
        """The standing with one more episode begun; the child is known, and here where it is."""
        gone = self.traced in GONE_AWAY and episode.kind in OF_THE_LIVING
        traced = None if gone else self.traced
        return remade(self, episodes=(*self.episodes, episode), known=True, traced=traced)

    def with_step(self, entry: int, step: Step, *, ends: bool) -> "Standing":
        """The standing with one more milestone of the episode an entry opened."""
        episodes = (
            remade(e, steps=(*e.steps, step), ended=e.ended or (step.movement.on if ends else None))
            if e.opened_by(entry)
            else e
            for e in self.episodes
        )
        return remade(self, episodes=tuple(episodes))

    def without_episode(self, entry: int, on: date) -> "Standing":
        """The standing once an episode has ended by something other than its own milestone."""
        ended = tuple(
            remade(e, ended=e.ended or on) if e.entry == entry else e for e in self.episodes
        )
        return remade(self, episodes=ended)


def _is_over_with(episode: Episode, left: str, main: Roll | None) -> bool:
    """What a school meant to do ends with the registration there, and a move where it led to."""
    if episode.kind == "reintegration_planned":
        return left == (episode.movement.to_place or (main.place if main else None))
    if episode.kind in PLANS | OF_A_SCHOOL:
        return episode.place == left
    return episode.kind == "managed_move" and left in episode.named
