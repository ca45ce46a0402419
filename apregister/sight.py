"""What one actor may see of one pupil or of many: scope, and what is withheld for protection."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from sqlmodel import Session, col, or_, select

from apregister.auth.permissions import may
from apregister.case_details import is_of_case, may_read_of_case
from fair_access.fair_share.held import SHARE_WORDS
from movements.actor import Actor
from movements.authority_claims import CLAIM
from movements.bearers import bearers
from movements.entry import Entry, EntryRow, canonical
from movements.identifiers import clean_upn
from movements.kinds import KINDS
from movements.left import (
    Places,
    gone_from,
    known_to,
    knows_as,
    places_known,
    protecting,
    standing_as_left,
)
from movements.legal_hold import HOLD, RELEASED
from movements.linked import OF_TWO, links
from movements.places import PlaceFacts, place_facts
from movements.problems import Concern, Problem, Refused
from movements.proposed import PROPOSED
from movements.record import today
from movements.register import (
    REFERENCE,
    Line,
    OtherWords,
    entries,
    history,
    standing,
    standings,
)
from movements.scope import SEES_ALL_OF_AUTHORITY, Sight, entries_put_to, is_handed_to, may_see
from movements.standing import Standing
from movements.unconfirmed import is_kept_from
from movements.written import without_written, written

WITHHELD = "a place that is withheld"
"""What stands for the name of a place where a protected child is or was."""
VOICE_GIVEN = "voice_given"
_PLACE_ID = re.compile(r'"(s_\w+)"')
_NEVER_SHOWN = frozenset(
    {"home_la", "to_authority", "title", "head", "said_by", "on_behalf_of", "permitted_by"}
    | {PROPOSED}
)
"""Details of a protected child that may say where the child is, besides free text."""


class NotSeen(Exception):
    """Raised for a pupil nobody knows and, alike, for one outside the actor's scope."""


@dataclass(frozen=True)
class Shown:
    """What an actor sees of places: their names, unless the child is protected.

    `references`: whether the references that other organisations gave are shown too. `handed`: the
    child is handed over and not yet taken, so that no place is named before it is. `redacted` are
    the entries of the child that were.
    """

    by: Actor
    places: Mapping[str, PlaceFacts]
    withheld: bool = False
    references: bool = False
    handed: bool = False
    redacted: frozenset[int] = frozenset()

    def hides(self, place: str | None) -> bool:
        """Whether a place may not be named; one's own always may."""
        if place is None or place in self.by.places:
            return False
        return self.withheld or (self.handed and not place.startswith("la:"))

    def place(self, place: str | None) -> str | None:
        """The place's id, or None where it is withheld."""
        return None if self.hides(place) else place

    def name(self, place: str) -> str:
        """The place's name, or the words that stand for it."""
        if self.hides(place):
            return WITHHELD
        return self.places[place].name if place in self.places else place

    def owner(self, owner: str | None) -> str | None:
        """The authority that is to act; where places are withheld it would say too much."""
        return None if self.withheld else owner

    def sentence(self, text: str) -> str:
        """A sentence without the names of places that are withheld."""
        for place, facts in self.places.items():
            if self.hides(place):
                text = text.replace(facts.name, WITHHELD)
        return text

    def details(self, entry: Entry) -> dict[str, Any]:
        """An entry's answers: without the reference of another organisation, or withheld places."""
        answers = entry.answers()
        if is_of_case(entry):
            return may_read_of_case(
                answers, self.by, self.redacted, withheld=self.withheld, keeper=self.references
            )
        if entry.kind == CLAIM and not self.references:
            answers = {"told": answers["told"]} if answers else {}
        if entry.organisation != self.by.organisation and not self.references:
            answers.pop(REFERENCE, None)
        return self.may_tell(entry, answers) if self.withheld else answers

    def may_tell(self, entry: Entry, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Those of a protected child's answers that do not say where the child is.

        Of what is proposed, each answer by itself.
        """
        if entry.kind in SHARE_WORDS:
            # How far a school is, and who is at it, says where the child lives.
            return {}
        hidden = _NEVER_SHOWN | written(entry.kind)
        told = {n: v for n, v in answers.items() if self._may_tell(n, v, hidden)}
        each = answers.get(PROPOSED)
        if not isinstance(each, dict):
            return told
        # Of whichever kind the entry is that it is about.
        hidden = _NEVER_SHOWN.union(*map(written, KINDS))
        return told | {PROPOSED: {n: v for n, v in each.items() if self._may_tell(n, v, hidden)}}

    def _may_tell(self, name: str, value: object, hidden: frozenset[str]) -> bool:
        return name not in hidden and not any(map(self.hides, _places_in(value)))


@dataclass(frozen=True)
class Seen:
    """One pupil as one actor may see them. `sight` is "all", or "own" for a former place.

    `left` are the actor's places, where they may know no more of the pupil than as they were left;
    or the actor's authority, where it only claims the pupil.
    """

    pupil: str
    sight: Sight
    standing: Standing
    shown: Shown
    lines: tuple[Line, ...]
    left: Places = frozenset()


def sight_of(session: Session, pupil: str, by: Actor, today: date) -> tuple[Sight, Standing]:
    """How much of a pupil an actor may see today. Raises NotSeen where it is nothing."""
    sight, now, _ = _sight(session, pupil, by, today)
    return sight, now


def marks_seen(
    session: Session, pupil: str, by: Actor, today: date
) -> tuple[Places | None, Standing]:
    """The places whose marks of a pupil an actor may see (None: all), and the standing it sees.

    Raises NotSeen.
    """
    sight, now, left = _sight(session, pupil, by, today)
    if sight != "all":
        return by.places, Standing()
    return (places_known(entries(session, [pupil]), left) if left else None), now


def _sight(session: Session, pupil: str, by: Actor, today: date) -> tuple[Sight, Standing, Places]:
    now = standing(session, pupil, today)
    sight = may_see(now, by)
    if sight == "none":
        raise NotSeen(pupil)
    left = knows_as(now, by)
    if not left:
        return sight, now, left
    known = standing_as_left(session, pupil, today, left)
    # To a place that knows a child by its own word the child is its own.
    return ("all" if may_see(known, by) == "all" else sight), known, left


def look_at(
    session: Session,
    pupil: str,
    by: Actor,
    *,
    today: date,
    as_known_on: date | None = None,
    reason: str | None = None,
    others: OtherWords | None = None,
) -> Seen:
    """A pupil's history as an actor may see it; a former place sees its own entries only.

    So does an authority that claims the child, each as it told it. Where the child is protected
    places are withheld, unless the actor's role may see them and a reason is given. Raises NotSeen.
    """
    sight, now, left = _sight(session, pupil, by, today)
    withheld = now.protected and not (reason and may_unveil(now, by))
    shown = Shown(by, place_facts(session), withheld, handed=is_handed(now, by))
    lines = history(
        session,
        pupil,
        today=today,
        as_known_on=as_known_on,
        names=shown.name,
        others=others,
        only=partial(known_to, places=left) if left else tuple,
    )
    shown = replace(shown, redacted=_redacted(lines))
    put_to = entries_put_to(now, by)
    lines = [line for line in lines if _may_read(line.entry, by, sight, put_to, left)]
    return Seen(pupil, sight, now, shown, tuple(_without_places(lines, shown)), left)


def may_unveil(standing: Standing, by: Actor) -> bool:
    """Whether an actor may see where a protected child is, for a reason that is noted."""
    return may(by.role, "see_protected") and not is_kept_from(standing, by)


def look_as_keeper(
    session: Session,
    pupil: str,
    by: Actor,
    *,
    today: date,
    as_known_on: date | None = None,
    reason: str | None = None,
    others: OtherWords | None = None,
) -> Seen:
    """A pupil's history for who keeps the register's file, and so has no scope: the command line.

    A protected child's places are withheld here too, unless a reason is given.
    """
    now = standing(session, pupil, today)
    shown = Shown(by, place_facts(session), now.protected and not reason, references=True)
    lines = history(
        session, pupil, today=today, as_known_on=as_known_on, names=shown.name, others=others
    )
    shown = replace(shown, redacted=_redacted(lines))
    return Seen(pupil, "all", now, shown, tuple(_without_places(lines, shown)))


def _redacted(lines: Iterable[Line]) -> frozenset[int]:
    return frozenset(line.number for line in lines if line.entry.details is None)


def _may_read(entry: Entry, by: Actor, sight: Sight, put_to: frozenset[int], left: Places) -> bool:
    """A case's steps are for those who may see cases; a former place sees its own entries.

    So does an authority (`left`) that only claims the pupil. A school asked to take the pupil sees
    what was put to it besides (`put_to`).

    What a child or a parent says of a setting is for their authority: never for that setting. So is
    that another child is alike.
    That a record is held for an inquiry or a court is for auditors to know; what is between a
    child and a school, or between two authorities, for its authority.
    """
    if entry.kind in SHARE_WORDS and by.role not in SEES_ALL_OF_AUTHORITY:
        return False
    if entry.kind in {VOICE_GIVEN, CLAIM, OF_TWO} and by.role not in SEES_ALL_OF_AUTHORITY:
        return False
    if entry.kind in {HOLD, RELEASED} and by.role != "auditor":
        return False
    if entry.case_id and entry.kind not in KINDS and not may(by.role, "see_case"):
        return False
    own = is_own(entry, by) or entry.organisation in left
    return sight == "all" or entry.number in put_to or own


def is_own(entry: Entry, by: Actor) -> bool:
    """Whether an entry is one of the actor's own organisations'."""
    return entry.place_id in by.places or entry.organisation in by.places


def find_for(session: Session, upn: str, by: Actor, today: date) -> str:
    """The pupil of the actor's scope who bears or bore a UPN.

    Raises NotSeen, and Refused where the actor may see two pupils who bear it.
    """
    borne = bearers(session, [upn]).get(clean_upn(upn), set())
    children = links(session).each_once(borne)
    within = [p for p in children if _may_see(session, p, by, today)]
    if not within:
        raise NotSeen(upn)
    if len(within) > 1:
        words = "Two pupils are held with this UPN. Ask the authority to settle which is meant."
        raise Refused([Problem("upn", "two_pupils", words)])
    return within[0]


def pupils_of(session: Session, by: Actor, on: date) -> dict[str, Standing]:
    """The pupils an actor may see on a day, by id, with the standing of each.

    None whom its authority only claims: what a list tells of a child would tell where it is.
    """
    found = standings_seen(session, _mentioned(session, by), on)
    seen = {pupil: one for pupil, one in found.items() if is_listed(one, by)}
    left = gone_from(session, seen, by, today())
    return seen | {p: standing_as_left(session, p, on, by.places) for p in left}


def standings_seen(
    session: Session, pupil_ids: Iterable[str] | None, on: date
) -> dict[str, Standing]:
    """Standings of a day. A child who is protected today is so on every day that is asked for.

    Else a list of the day before would say where a child is, or was looked for.
    """
    then = standings(session, pupil_ids, on)
    hidden = protected_today(session, then) if on < today() else frozenset()
    return {p: protecting(one) if p in hidden else one for p, one in then.items()}


def protected_today(session: Session, pupil_ids: Iterable[str]) -> frozenset[str]:
    """Those of some pupils whose places are withheld as things stand today."""
    now = standings(session, pupil_ids, today())
    return frozenset(pupil for pupil, one in now.items() if one.protected)


def is_handed(standing: Standing, by: Actor) -> bool:
    """Whether all that an actor sees of a pupil is that the child is handed over to it."""
    return may_see(standing, by) == "own" and is_handed_to(standing, by)


def may_list(standing: Standing, by: Actor, place: str | None, entry: int = 0) -> bool:
    """Whether an item about a pupil and a place may stand in an actor's list.

    A former place sees the items of its own: those of a later place would say where the child is.
    An authority sees those of the hand-over that waits for its answer: `entry` is the item's.
    """
    if may_see(standing, by) == "all" or place in by.places:
        return True
    return is_handed_to(standing, by) and entry in entries_put_to(standing, by)


def in_list(standing: Standing, by: Actor, places: Mapping[str, PlaceFacts]) -> Shown:
    """What a list shows of a pupil's places: of a protected child's, no more than one's own."""
    return Shown(by, places, withheld=standing.protected, handed=is_handed(standing, by))


def may_see_place(place: PlaceFacts, by: Actor) -> bool:
    """Whether a setting's scorecard is the actor's to see: its own, or its authority's.

    Counts are small: it is for those alone who may open them to pupils, and for no panel member.
    """
    within = by.authority is not None and by.authority == place.la_code
    return may(by.role, "see_pupil") and (place.id in by.places or within)


def is_listed(one: Standing, by: Actor) -> bool:
    """Whether a pupil is in an actor's lists: not one whom its authority only claims."""
    sight = may_see(one, by)
    return sight == "all" or (sight == "own" and (bool(by.places) or is_handed_to(one, by)))


def _may_see(session: Session, pupil: str, by: Actor, today: date) -> bool:
    return may_see(standing(session, pupil, today), by) != "none"


def _mentioned(session: Session, by: Actor) -> Iterable[str] | None:
    """The pupils whose entries name a place of the actor's: none but they can be in scope."""
    if not by.places:
        return None
    named = [col(EntryRow.details).contains(f'"{place}"') for place in sorted(by.places)]
    query = select(EntryRow.pupil_id).where(or_(col(EntryRow.place_id).in_(by.places), *named))
    found = (pupil for pupil in session.exec(query.distinct()) if pupil is not None)
    return links(session).each_once(found)


def _without_places(lines: Iterable[Line], shown: Shown) -> Iterator[Line]:
    for line in lines:
        concerns = tuple(_without_names(concern, shown) for concern in line.concerns)
        yield replace(line, sentence=_without_words(line, shown), concerns=concerns)


def _without_words(line: Line, shown: Shown) -> str:
    """The sentence without the free text of a protected child's entry, and without places."""
    text = line.sentence
    if shown.withheld:
        text = without_written(text, line.entry.kind, line.entry.answers(), WITHHELD)
    return shown.sentence(text)


def _without_names(concern: Concern, shown: Shown) -> Concern:
    """The concern in words alone where places are withheld: a lawful way's answers name them."""
    instead = None if shown.withheld else concern.instead
    return replace(concern, message=shown.sentence(concern.message), instead=instead)


def _places_in(value: object) -> list[str]:
    """The places that an answer names, however deep."""
    return _PLACE_ID.findall(canonical({"": value}))
