"""A proposal of a managed move: its signatures, and the form by which a party agrees or refuses."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.paper_words import full_name
from apregister.sight import Seen
from apregister.web.handover import Handover, handover
from apregister.web.pages import page
from apregister.web.pupil_page import Fact
from apregister.web.questions import Question, form_answers, placed, questions
from apregister.web.shell import actor, engines, may_open, note_look
from apregister.web.sighted import pupil_seen
from apregister.web.told_again import NOT_GIVEN, answer_shown
from movements.actor import Actor
from movements.codes import CODE_SETS
from movements.forms import form_fields
from movements.kinds import KINDS
from movements.places import find_place
from movements.problems import Problem, Refused
from movements.proposals import awaited_of
from movements.record import today
from movements.register import Line
from movements.signatures import PROPOSED, Signatures, signatures, told_by
from movements.standing import Episode, Standing
from movements.take_in import take_in

agreement_pages = Blueprint("agreements", __name__)

ANSWER = "agreement"
_ASKED = ("party", "answer", "reason", "said_by", "on_behalf_of", "how", "words", "on")


@dataclass(frozen=True)
class Proposal:
    """What the page of a proposal shows: what is proposed, each signature, what is mine to say."""

    pupil: str
    name: str
    line: Line
    from_place: str
    to_place: str
    facts: tuple[Fact, ...]
    signed: Signatures
    ended: bool
    parties: tuple[str, ...]
    first: str
    handover: Handover | None
    may_move: bool


@agreement_pages.get("/pupils/<pupil>/proposals/<int:entry>")
@permission("see_pupil")
def proposal(pupil: str, entry: int) -> Response:
    """The proposal, whose signatures are missing, and the form for an answer of one's own."""
    return _proposal_page(pupil, entry, {}, ())


@agreement_pages.post("/pupils/<pupil>/proposals/<int:entry>")
@permission("record_movement")
def answer(pupil: str, entry: int) -> Response:
    """Record a party's answer, for the school or the authority that gives it."""
    given = form_answers(request.form)
    with reading(engines().register) as session:
        shown = _proposal(session, pupil, entry, actor())
    if given.get("party") not in shown.parties:
        wrong = Problem("party", "not_yours", "Choose a party for which you may answer.")
        return _proposal_page(pupil, entry, given, (wrong,))
    try:
        _take_in(pupil, entry, given)
    except Refused as refused:
        return _proposal_page(pupil, entry, given, refused.problems)
    address = url_for("agreements.proposal", pupil=pupil, entry=entry, done=given["answer"])
    return redirect(address, 303)


def _take_in(pupil: str, entry: int, given: dict[str, str]) -> None:
    answers = {name: given.get(name, "") for name in _ASKED}
    answers |= {"pupil": pupil, "episode": str(entry)}
    with writing(engines().register) as session:
        by = actor()
        episode = _episode(pupil_seen(session, pupil), entry)
        to_place = episode.movement.to_place
        own = to_place if given["party"] == "receiving_school" else episode.place
        place = find_place(session, own) if own in by.places else None
        take_in(session, ANSWER, answers, place=place, by=by, source="form")


def _proposal_page(
    pupil: str, entry: int, given: dict[str, str], problems: tuple[Problem, ...]
) -> Response:
    with reading(engines().register) as session:
        shown = _proposal(session, pupil, entry, actor())
    note_look("handover" if shown.handover else "proposal", pupil_id=pupil)
    return page(
        "proposal.html",
        status=422 if problems else 200,
        problems=placed(problems, {*_ASKED}),
        shown=shown,
        questions=_questions(shown, given, problems) if shown.parties else [],
        done=request.args.get("done"),
    )


def _questions(
    shown: Proposal, given: dict[str, str], problems: tuple[Problem, ...]
) -> list[Question]:
    fields = {field.name: field for field in form_fields(KINDS[ANSWER], today())}
    asked = questions([fields[name] for name in _ASKED], _first(shown) | given, problems)
    return [_narrowed(one, shown.parties) if one.name == "party" else one for one in asked]


def _first(shown: Proposal) -> dict[str, str]:
    return {"on": f"{today():%d/%m/%Y}", "party": shown.first}


def _narrowed(question: Question, parties: tuple[str, ...]) -> Question:
    choices = tuple(one for one in question.choices if one[0] in parties)
    return Question(**{**vars(question), "choices": choices, "shape": "radios"})


def _proposal(session: Session, pupil: str, entry: int, by: Actor) -> Proposal:
    seen = pupil_seen(session, pupil)
    episode = _episode(seen, entry)
    line = next((line for line in seen.lines if line.number == episode.entry), None)
    if line is None:
        abort(404)
    signed = signatures(episode, seen.standing)
    parties = told_by(episode, signed, by) if episode.ended is None else ()
    asked = _asked_first(episode, signed, seen.standing, by)
    return Proposal(
        pupil=pupil,
        name=full_name(seen.standing.details),
        line=line,
        from_place=seen.shown.name(episode.place) if episode.place else "The authority",
        to_place=seen.shown.name(episode.movement.to_place),
        facts=tuple(_facts(line, seen)),
        signed=signed,
        ended=episode.ended is not None,
        parties=parties if may_open("agreements.answer") else (),
        first=next((one for one in asked if one in parties), ""),
        handover=handover(session, seen, episode, signed),
        may_move=signed.complete and episode.place in by.places and episode.ended is None,
    )


def _episode(seen: Seen, entry: int) -> Episode:
    found = seen.standing.episode(entry)
    if found is None or found.kind != PROPOSED:
        abort(404)
    return found


def _asked_first(
    episode: Episode, signed: Signatures, standing: Standing, by: Actor
) -> Iterator[str]:
    """The parties in the order an actor is likely to answer for: its own, those open, the rest."""
    for whose in sorted(by.places) or [f"la:{by.authority}"]:
        yield from (one.party for one in awaited_of(episode, signed, standing, whose))
    yield from (one.party for one in signed.in_the_way)
    yield from (one.party for one in signed.each)


def _facts(line: Line, seen: Seen) -> Iterator[Fact]:
    details = seen.shown.details(line.entry)
    for field in form_fields(KINDS[PROPOSED], line.entry.on):
        said = answer_shown(field, details.get(field.name), seen.shown.places)
        if said != NOT_GIVEN and field.name not in ("on", "session", "to_place"):
            yield Fact(field.title, (said,))
    year = seen.standing.details.get("nc_year")
    if year:
        yield Fact("Year group", (CODE_SETS["NC_YEARS"].label(str(year)),))
