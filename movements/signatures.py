"""The gate of an agreement: whose signatures a proposal needs, and which are in the way of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from movements.actor import Actor
from movements.codes import CODE_SETS
from movements.lawful_ways import ask
from movements.move_law import AGREEMENT, EACH_SCHOOL
from movements.problems import Concern, Instead, in_a_sentence
from movements.standing import Episode, Standing, Step

PROPOSED = "managed_move_proposed"
PART_TIME = "part_time_timetable"
SCHOOLS = ("sending_school", "receiving_school")
CARERS = ("social_worker", "virtual_school")
"""Those who answer for a child looked after."""
State = Literal["agreed", "refused", "withdrawn", "missing", "unconfirmed", "overridden"]
_SAID: Mapping[State, str] = {
    "agreed": "agreed",
    "refused": "has refused",
    "withdrawn": "has withdrawn the agreement",
    "missing": "has not answered",
    "unconfirmed": "is said to agree by another, and has not said so here",
    "overridden": "is not asked further: the authority has overridden it",
}
_OVERRULED = "has refused or withdrawn, and the authority has gone ahead all the same"
_BOTH = "Two parents share responsibility: both agree"
_LOOKED_AFTER = "The pupil is looked after: those who answer for the child agree"
_OTHERS: Mapping[str, Mapping[str, str]] = {
    PART_TIME: {"parent": "A part-time timetable needs the parent's agreement"},
    "reintegration_planned": {"receiving_school": "The school returned to agrees to the plan"},
}


@dataclass(frozen=True)
class Signature:
    """One party's signature: what it comes to, why it is needed, and the entry that says so."""

    party: str
    state: State
    because: str
    entry: int | None = None
    on: date | None = None
    said_by: str | None = None
    overruled: bool = False
    """Whether the authority went ahead though the party had refused."""

    @property
    def in_the_way(self) -> bool:
        """Whether nothing is agreed because of it."""
        return self.state not in ("agreed", "overridden")

    def words(self) -> str:
        """What it comes to, as a sentence without its stop."""
        said = _OVERRULED if self.overruled else _SAID[self.state]
        return f"{_named(self.party)} {said}"

    def as_dict(self) -> dict[str, object]:
        """The signature as pages and the API show it."""
        return {
            "party": self.party,
            "state": self.state,
            "because": self.because,
            "entry": self.entry,
            "on": self.on.isoformat() if self.on else None,
        }


@dataclass(frozen=True)
class Signatures:
    """All signatures an episode needs, in the order they are asked for."""

    episode: int
    each: tuple[Signature, ...]

    @property
    def in_the_way(self) -> tuple[Signature, ...]:
        """Those that are missing, refused, withdrawn or not confirmed."""
        return tuple(one for one in self.each if one.in_the_way)

    @property
    def complete(self) -> bool:
        """Whether everybody has agreed, or been overridden."""
        return not self.in_the_way

    @property
    def agreed_on(self) -> date | None:
        """The day of the last agreement, where all are there."""
        days = [one.on for one in self.each if one.on]
        return max(days) if days and self.complete else None

    def of(self, party: str) -> Signature | None:
        """The signature of a party; None where it is not needed."""
        return next((one for one in self.each if one.party == party), None)


def signatures(episode: Episode, standing: Standing) -> Signatures:
    """Whose signatures the episode needs, by the pupil's standing, and what each comes to."""
    needed = _needed(episode, standing)
    each = tuple(_signature(episode, party, because) for party, because in needed.items())
    return Signatures(episode.entry, each)


def _needed(episode: Episode, standing: Standing) -> dict[str, str]:
    """The parties whose signatures are needed, with why."""
    proposal = episode.movement
    if episode.kind != PROPOSED:
        needed = dict(_OTHERS.get(episode.kind, {}))
        if episode.kind == PART_TIME and proposal.parents == "two":
            needed["second_parent"] = _BOTH
        return needed
    return _of_a_move(standing, proposal.parents == "two", proposal.authority_asked == "Y")


def _of_a_move(standing: Standing, two_parents: bool, protocol: bool) -> dict[str, str]:
    needed = {
        "sending_school": "Both schools agree to a managed move",
        "receiving_school": "Both schools agree to a managed move",
        "parent": "A managed move is voluntary: the parent agrees, and both where two share "
        "responsibility",
    }
    if two_parents:
        needed["second_parent"] = _BOTH
    needed["pupil"] = "The pupil is asked, and agrees"
    if standing.details.get("sen_provision") == "E":
        needed["authority"] = "The authority maintains the pupil's plan"
    elif protocol:
        needed["authority"] = "The local protocol asks the authority's agreement"
    if standing.details.get("looked_after") == "Y":
        needed |= dict.fromkeys(CARERS, _LOOKED_AFTER)
    return needed


def _named(party: str) -> str:
    return CODE_SETS["AGREEMENT_PARTIES"].label(party)


def _signature(episode: Episode, party: str, because: str) -> Signature:
    steps = episode.steps_of("agreement", "override")
    said = [step for step in steps if step.movement.id == "agreement"]
    of_party = [step for step in said if step.movement.party == party]
    own = [step for step in of_party if is_own_answer(episode, party, step.place)]
    last = own[-1] if own else None
    state: State = "unconfirmed" if of_party else "missing"
    found = Signature(party, state, because)
    if last is not None:
        answer: Any = last.movement
        found = Signature(party, answer.answer, because, last.entry, answer.on, answer.said_by)
    else:
        found = _at_the_opening(episode, found)
    return _overridden(found, steps, last) if found.in_the_way else found


def _at_the_opening(episode: Episode, found: Signature) -> Signature:
    """As signed by the opening entry itself: in the head's name, or on the day it says."""
    opening, day = episode.movement, episode.on
    head = getattr(opening, "head", None) if found.party == "sending_school" else None
    said = getattr(opening, f"{found.party}_agreed_on", None)
    if head is None and said is None:
        return found
    return Signature(found.party, "agreed", found.because, episode.entry, said or day, head)


def _overridden(found: Signature, steps: tuple[Step, ...], last: Step | None) -> Signature:
    """The signature as overridden since the party's last answer, or as it was."""
    after = steps[steps.index(last) + 1 :] if last else steps
    for step in after:
        told = step.movement
        if told.id == "override" and told.what == "signature" and told.party == found.party:
            overruled = found.state in ("refused", "withdrawn")
            return Signature(
                found.party, "overridden", found.because, step.entry, told.on, overruled=overruled
            )
    return found


def is_own_answer(episode: Episode, party: str, place: str | None) -> bool:
    """Whether a party's answer counts as its own when this place told it (None: the authority).

    What a school or the authority answers, it says itself. What the family, or those who answer
    for a child looked after, say to a move, the pupil's own school may tell.
    """
    if place is None:
        return True
    if party == "receiving_school":
        return place in episode.named
    return episode.kind != PROPOSED or (place == episode.place and party != "authority")


def told_by(episode: Episode, found: Signatures, by: Actor) -> tuple[str, ...]:
    """The parties whose answers count when the actor tells them: an officer may tell of each."""
    places = {None} if by.role == "la_officer" else by.places
    return tuple(
        one.party
        for one in found.each
        if any(is_own_answer(episode, one.party, place) for place in places)
    )


def proposal_of(
    standing: Standing, place: str | None, to_place: str, entry: int | None
) -> Episode | None:
    """The proposal that a move follows: the one named, else the only open one to that school."""
    if entry is not None:
        named = standing.episode(entry)
        fits = named is not None and (named.kind, named.place) == (PROPOSED, place)
        return named if named and fits and to_place in named.named else None
    found = [
        e for e in standing.open_episodes(PROPOSED) if e.place == place and to_place in e.named
    ]
    return found[0] if len(found) == 1 else None


def unsigned(found: Signatures, field: str) -> Iterator[Concern]:
    """A concern for each signature that is in the way, or against which the authority went ahead.

    And one where one person signed twice.
    """
    for each in found.each:
        if not (each.in_the_way or each.overruled):
            continue
        words = f"{each.words()} (proposal, entry {found.episode}). {each.because}."
        yield Concern(
            f"signature_{each.party}",
            words,
            AGREEMENT,
            field=field,
            instead=way_to_sign(found) if each.state == "missing" else None,
        )
    names = [one.said_by for party in SCHOOLS if (one := found.of(party)) and one.said_by]
    if len(names) > len({name.casefold() for name in names}):
        yield Concern(
            "one_person_for_both",
            "One person has signed for both schools: each school's own head agrees, in a trust "
            "too.",
            EACH_SCHOOL,
            field=field,
        )


def unheard(standing: Standing) -> Iterator[Concern]:
    """A concern for each party whose answer to a move nothing tells but the move itself.

    The law is the same as for a move that was proposed: one date is nobody's answer.
    """
    for party, because in _of_a_move(standing, two_parents=False, protocol=False).items():
        if party != "sending_school":
            yield Concern(
                f"signature_{party}",
                f"{_named(party)}: no answer is recorded by itself, with who gave it and how. "
                f"{because}.",
                AGREEMENT,
                field="agreed_on",
            )


def way_to_sign(found: Signatures) -> Instead | None:
    """To ask whoever has not answered; the receiving school says for itself what it answers."""
    parties = [one.party for one in found.each if one.state == "missing"]
    asked = next((party for party in parties if party != "receiving_school"), None)
    return ask(asked, found.episode) if asked else None


def in_the_way(found: Signatures) -> str:
    """The signatures that are in the way, in words: none of them where all are there."""
    return "; ".join(in_a_sentence(one.words()) for one in found.in_the_way)
