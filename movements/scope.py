"""Who may record for, and who may see, which pupil. The register never reveals where a child is."""

from typing import Any, Literal

from movements.actor import Actor
from movements.authority_claims import has_claimed
from movements.offered import is_coming_to
from movements.places import PlaceFacts
from movements.problems import Problem
from movements.standing import MAIN_STATUSES, Episode, Standing
from movements.unconfirmed import has_child

NOT_YOURS = (
    "This is not a pupil you can record for. Check the UPN; if it is right, send your roll "
    "first, or ask the authority."
)
FIRST_TELL = (
    "This is not a pupil you can record for. Check the UPN; if it is right, tell of the child "
    "first, for no school, by pupil_details, child_missing_education or another such kind."
)
SEES_ALL_OF_AUTHORITY = frozenset({"la_officer", "auditor"})
NOT_OF_FORMER_PUPILS = frozenset({"pupil_details", "ap_placement"})
"""Kinds by which a place the pupil has left could overwrite details, or send the pupil away."""
PROPOSED = "managed_move_proposed"
MOVE = "managed_move"
Sight = Literal["all", "own", "none"]


def not_yours(by: Actor | None = None) -> Problem:
    """One answer for an unknown pupil and for a pupil outside the sender's scope.

    An officer is told how to begin: there is no roll to send, and nobody else to ask.
    """
    officer = by is not None and by.role == "la_officer"
    return Problem("upn", "not_yours", FIRST_TELL if officer else NOT_YOURS)


def may_record(
    kind: str, then: Standing, current: Standing, place: PlaceFacts | None, by: Actor
) -> bool:
    """Whether the place may record a movement of this kind for the pupil on that day.

    A place may for the pupils on its roll or placed with it on the day, or earlier (but not
    change the details of a former pupil, or place one); the authority for the children it is
    responsible for; an AP setting may record the outreach for which it has been named.
    """
    if by.role == "la_officer" and _authority_holds(then, current, by.authority):
        return True
    if place is None or (by.role == "la_officer" and place.la_code != by.authority):
        return False
    if kind == "on_roll":
        return True
    if then.roll_at(place.id) or then.provision_at(place.id):
        return True
    if then.was_at(place.id) and kind not in NOT_OF_FORMER_PUPILS:
        return True
    return kind == "outreach" and then.is_invited(place.id)


def _authority_holds(then: Standing, current: Standing, authority: str | None) -> bool:
    if authority is None:
        return False
    held = {current.home_authority, current.authority, then.home_authority, then.authority}
    nobodys = current.home_authority is None and not current.main_rolls
    return authority in held or nobodys or not current.known


def claims_another(
    roll: Any, then: Standing, current: Standing, place: PlaceFacts | None, by: Actor
) -> bool:
    """Whether entering a pupil on this roll claims a child who is current elsewhere.

    A place whose pupil this was on the row's own day, by roll, placement or agreed move, claims
    nobody, though the row may arrive after that has ended. Nor does one that was asked: the second
    school of an agreed registration, as that, and one that offered the place applied for.
    """
    elsewhere = [r for r in current.main_rolls if place is None or r.place != place.id]
    if not elsewhere or place is None:
        return False
    if by.role == "la_officer" and _authority_holds(current, current, by.authority):
        return False
    return not any(_is_expected(roll, standing, place.id) for standing in (then, current))


def _is_expected(roll: Any, standing: Standing, place: str) -> bool:
    """Whether the pupil is at a place already, or the main school or the authority sent them."""
    if standing.pending_move == place or standing.provision_at(place) or standing.roll_at(place):
        return True
    if roll.enrol_status in MAIN_STATUSES:
        return is_coming_to(standing, place)
    return any(place in e.named for e in standing.open_episodes("dual_registration"))


def hand_overs_to(standing: Standing, by: Actor) -> tuple[Episode, ...]:
    """The hand-overs of the pupil that wait for the answer of the officer's authority."""
    if by.role != "la_officer":
        return ()
    asked = standing.open_episodes("hand_over")
    return tuple(one for one in asked if one.movement.to_authority == by.authority)


def is_handed_to(standing: Standing, by: Actor) -> bool:
    """Whether a hand-over of the pupil waits for the answer of the officer's authority."""
    return bool(hand_overs_to(standing, by))


def may_see(standing: Standing, by: Actor) -> Sight:
    """How much of a pupil the actor may see.

    "all": the whole movement history (the current school, a setting the pupil is placed with,
    the authority). "own": a former place, or a setting named as giving outreach, its own entries;
    a place that has a child by its own word alone, or by a placement that was left, as a former
    one (see `movements.left`);
    a school asked to take the pupil, what was proposed to it and said on that; an authority
    asked to take the pupil over, the hand-over, and one that claims the pupil what it told.
    "none": answered as if unknown.
    """
    if by.role in SEES_ALL_OF_AUTHORITY:
        within = by.authority in {standing.home_authority, standing.authority}
        if within and by.authority:
            return "all"
        return "own" if is_handed_to(standing, by) or has_claimed(standing, by) else "none"
    if by.role not in {"school", "setting"}:
        return "none"
    if any(has_child(standing, place) for place in by.places):
        return "all"
    if any(_was_or_is_at(standing, place) for place in by.places):
        return "own"
    return "own" if entries_put_to(standing, by) else "none"


def _was_or_is_at(standing: Standing, place: str) -> bool:
    here = standing.roll_at(place) or standing.provision_at(place)
    return bool(here) or standing.was_at(place) or standing.is_invited(place)


def entries_put_to(standing: Standing, by: Actor) -> frozenset[int]:
    """The entries of proposals to the actor's places, with what was said on them and the move.

    None once neither a proposal nor the move that followed it is open.
    """
    asked = hand_overs_to(standing, by)
    if asked:
        return frozenset(one.entry for one in asked)
    theirs = [e for e in standing.episodes if e.kind in (PROPOSED, MOVE) and by.places & {*e.named}]
    proposed = any(e.kind == PROPOSED for e in theirs)
    if not proposed or all(e.ended for e in theirs):
        return frozenset()
    return frozenset(
        number
        for episode in theirs
        for number in (episode.entry, *episode.earlier, *(step.entry for step in episode.steps))
    )
