"""The one way in for what is told of fair share: judged on its own day, appended as one entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from fair_access.fair_share.agreed import FairShareExemption
from fair_access.fair_share.held import SHARE_KINDS, share_entries
from fair_access.fair_share.kind import ShareKind
from movements.actor import Actor
from movements.authority_code import NO_AUTHORITY, is_authority
from movements.codes import CODE_SETS
from movements.day_bounds import years_ahead
from movements.entry import Entry, canonical
from movements.kind import Placed, typed
from movements.linked import links
from movements.places import PlaceFacts, UnknownPlace, find_place
from movements.problems import Problem, Refused
from movements.record import Recorded, Source, append, today
from movements.register import find_pupil, standing
from movements.scope import may_see, not_yours
from movements.superseded import SHARE_WITHDRAWN, superseded
from movements.take_in import Asked, read_common

COMMON = ("upn", "pupil", "corrects", "correction_reason")


@dataclass(frozen=True)
class _Sent:
    """What a door sent, read: the answers typed, whom they are about, and what they correct."""

    says: ShareKind
    asked: Asked
    pupil: str | None
    place: str | None


def tell_fair_share(
    session: Session, kind: str, answers: Mapping[str, Any], *, by: Actor, source: Source
) -> Recorded:
    """Append one entry of an authority's fair-share scheme, or find that it is held already.

    Beside the kind's own answers: `pupil` (or `upn`) where it is about a child, `corrects` and
    `correction_reason` for a correction, `corrects` for a withdrawal. Raises Refused with every
    problem found.
    """
    authority = _may_set(by)
    sent = _read(session, kind, answers, by)
    of_it = [e for e in share_entries(session, authority) if _same_subject(session, e, sent)]
    same = _held(of_it, sent)
    if same is not None:
        return Recorded(same.number, "already_held", sent.pupil or "")
    problems = [*years_ahead(sent.says.on, today()), *sent.says.problems()]
    problems += _correction_problems(of_it, sent) if sent.asked.corrects else _differs(of_it, sent)
    if problems:
        raise Refused(problems)
    subject = _subject(of_it, sent)
    entry = append(
        session,
        kind=kind,
        on=sent.says.on,
        by=by,
        source=source,
        details=sent.says.details(),
        subjects=subject,
        authority=authority,
        corrects=sent.asked.corrects,
        reason=sent.asked.reason,
    )
    return Recorded(entry.number, "accepted", subject["pupil_id"] or "")


def _may_set(by: Actor) -> str:
    if by.role != "la_officer" or by.authority is None:
        words = "Only an officer of the authority may set its fair-share scheme."
        raise Refused([Problem("kind", "not_allowed", words)])
    if not is_authority(by.authority):
        raise Refused([Problem("authority", "unknown_authority", NO_AUTHORITY)])
    return by.authority


def _read(session: Session, kind: str, answers: Mapping[str, Any], by: Actor) -> _Sent:
    model = SHARE_KINDS.get(kind)
    if model is None:
        words = f'"{kind}" is nothing to tell of fair share: use one of {", ".join(SHARE_KINDS)}.'
        raise Refused([Problem("kind", "unknown_kind", words)])
    asked = read_common(answers, of_place=model.about != "pupil")
    problems, says = list(asked.problems), None
    try:
        own = {name: value for name, value in answers.items() if name not in COMMON}
        says = typed(model, own)
    except Refused as refused:
        problems += refused.problems
    if says is None or problems:
        raise Refused(problems)
    says, place = _with_place(session, says, by)
    pupil = _pupil(session, asked, by) if model.about == "pupil" else None
    return _Sent(says, asked, pupil, place)


def _with_place(session: Session, says: ShareKind, by: Actor) -> tuple[ShareKind, str | None]:
    """The answers with the school they name by its id. Raises Refused where it cannot be meant."""
    for name in says.marked(Placed):
        try:
            facts = find_place(session, says.value(name))
        except UnknownPlace as unknown:
            raise Refused([Problem(name, "unknown_place", str(unknown))]) from unknown
        if isinstance(says, FairShareExemption):
            _refuse_other_schools(name, facts, by)
        return says.model_copy(update={name: facts.id}), facts.id
    return says, None


def _refuse_other_schools(field: str, facts: PlaceFacts, by: Actor) -> None:
    if facts.la_code != by.authority or not facts.is_mainstream:
        words = "Give a mainstream school of your authority: no other takes a share."
        raise Refused([Problem(field, "no_share", words)])


def _pupil(session: Session, asked: Asked, by: Actor) -> str:
    """The child meant, where the officer may see it. Raises Refused as for a child nobody knows."""
    found = asked.pupil or find_pupil(session, asked.upn or "")
    if found is None or may_see(standing(session, found, today()), by) != "all":
        raise Refused([not_yours()])
    return links(session).kept(found)


def _same_subject(session: Session, entry: Entry, sent: _Sent) -> bool:
    """Whether an entry could be the same act as what was sent, or be corrected by it."""
    if sent.says.id == SHARE_WITHDRAWN:
        return True
    if entry.kind not in {sent.says.id, SHARE_WITHDRAWN}:
        return False
    return entry.pupil_id is None or links(session).kept(entry.pupil_id) == sent.pupil


def _held(of_it: Sequence[Entry], sent: _Sent) -> Entry | None:
    """The entry that says the same: one in force first."""
    wanted, gone = canonical(sent.says.details()), superseded(of_it)
    same = [
        e
        for e in of_it
        if (e.kind, e.on, e.corrects) == (sent.says.id, sent.says.on, sent.asked.corrects)
        and e.details == wanted
    ]
    standing_still = [e for e in same if e.number not in gone]
    return next(iter(standing_still), None)


def _differs(of_it: Iterable[Entry], sent: _Sent) -> Iterator[Problem]:
    """The same act with other answers is a correction, and must say so; a withdrawal names one."""
    if sent.says.id == SHARE_WITHDRAWN:
        yield Problem("corrects", "missing", "Give the number of the entry to withdraw.")
        return
    of_it = list(of_it)
    gone, wanted = superseded(of_it), sent.says.details()
    for entry in of_it:
        if (entry.kind, entry.on) != (sent.says.id, sent.says.on) or entry.number in gone:
            continue
        answers = entry.answers()
        if all(answers.get(name) == wanted.get(name) for name in sent.says.identity):
            yield Problem(
                "corrects",
                "differs",
                f"Entry {entry.number} already says this with other answers. To change it, send "
                f"this again with corrects={entry.number} and a correction_reason.",
            )


def _correction_problems(of_it: Sequence[Entry], sent: _Sent) -> Iterator[Problem]:
    target = next((e for e in of_it if e.number == sent.asked.corrects), None)
    if target is None or target.kind not in {*SHARE_KINDS} - {SHARE_WITHDRAWN}:
        words = "Your scheme has no entry of that number that this could stand in for."
        yield Problem("corrects", "no_such_entry", words)
    elif target.number in superseded(of_it):
        words = "That entry has been corrected or withdrawn already."
        yield Problem("corrects", "already_corrected", words)
    if sent.says.id == SHARE_WITHDRAWN:
        return
    wrong = CODE_SETS["CORRECTION_REASONS"].problem(sent.asked.reason or "", today())
    if wrong:
        code = "missing" if not sent.asked.reason else "unknown_code"
        yield Problem("correction_reason", code, wrong)


def _subject(of_it: Iterable[Entry], sent: _Sent) -> dict[str, str | None]:
    """What the entry is about; a withdrawal is about what it takes back."""
    if sent.says.id == SHARE_WITHDRAWN:
        taken = next(e for e in of_it if e.number == sent.asked.corrects)
        return {"pupil_id": taken.pupil_id, "place_id": taken.place_id}
    place = sent.place if sent.says.about == "place" else None
    return {"pupil_id": sent.pupil, "place_id": place}
