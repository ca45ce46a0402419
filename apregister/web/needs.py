"""What needs whoever is signed in today: each source asks for itself whether it concerns them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for

from apregister import moment
from apregister.audit import count_looks
from apregister.claimed import claimed_by
from apregister.db import reading
from apregister.paper_words import full_name
from apregister.this_morning import this_morning
from apregister.web.begun import DraftShown, drafts_shown, forget_expired
from apregister.web.due import DueRow, due_items, due_row
from apregister.web.ledger import ledger_items, ledger_row
from apregister.web.listing import HANDED, Listed, listed_of
from apregister.web.morning import rows_of
from apregister.web.setting_needs import setting_needs
from apregister.web.shell import actor, engines, may_open
from fair_access.case_state import OPEN
from fair_access.cases import cases_for
from movements.codes import CODE_SETS
from movements.correction_requests import REQUEST, Awaiting, awaiting
from movements.counted import counted
from movements.due_item import DueItem
from movements.ledger import OutOfSight
from movements.morning import STATES
from movements.problems import in_a_sentence
from movements.proposals import Awaited, Made, proposals_awaiting, proposals_made
from movements.record import today
from movements.register import standings
from movements.scope import hand_overs_to
from movements.signed_off import sign_offs
from movements.standing import Episode

FIRST = 5
LOST = frozenset({"no_roll", "nobody", "two_rolls"})
"""Causes for which no school is responsible, or two."""
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Need:
    """Something that waits: its words, where to see to it, and the first rows of it."""

    words: str
    href: str
    pressing: bool = False
    first: tuple[tuple[str, str], ...] = ()


def needs() -> list[Need]:
    """Everything that waits for whoever is signed in."""
    return [need for source in SOURCES for need in source()]


def _to_mark() -> Iterator[Need]:
    """For a setting: the children of the morning whom it has not marked yet."""
    if actor().role != "setting" or not may_open("mark_sheet.sheet_page"):
        return
    with reading(engines().register) as session:
        told = this_morning(session, actor())
    for one in told.settings():
        left = one.expected - one.marked
        if one.place in actor().places and one.sent != "closed" and left:
            words = counted(left, "child", "children") + " to mark this morning"
            href = url_for("mark_sheet.sheet_page", place=one.place, on=told.found.on, half="AM")
            yield Need(words, href, pressing=True)


def _this_morning() -> Iterator[Need]:
    """Children expected in alternative provision of whom no mark has come, and absences."""
    if not may_open("morning.morning"):
        return
    with reading(engines().register) as session:
        told = this_morning(session, actor())
        lines = [line for line in told.lines if line.state != "late"]
        rows = rows_of(session, told, lines[:FIRST])
    if lines:
        words = counted(len(lines), "child", "children") + " to ask about this morning"
        pupil = ((row, url_for("pupils.pupil", pupil=row.line.pupil)) for row in rows)
        first = tuple(
            (f"{row.name}: {in_a_sentence(STATES[row.line.state])}, {row.setting}", href)
            for row, href in pupil
        )
        yield Need(words, url_for("morning.morning"), pressing=True, first=first)


def _clocks() -> Iterator[Need]:
    if not may_open("due.due"):
        return
    with reading(engines().register) as session:
        listed = listed_of(session)
        owed = [one for one in due_items(session) if _is_owed(one)]
    by = today() + SOON
    missed = [one for one in owed if one.state == "missed"]
    soon = [one for one in owed if one.state == "running" and one.due <= by]
    if missed:
        words = counted(len(missed), "deadline missed", "deadlines missed")
        href = url_for("due.due", state="missed")
        yield Need(words, href, pressing=True, first=_first(missed, listed))
    if soon:
        words = counted(len(soon), "deadline", "deadlines") + " in the next 14 days"
        yield Need(
            words, url_for("due.due", state="running", within="14"), first=_first(soon, listed)
        )


def _is_owed(one: DueItem) -> bool:
    """Whether it is owed for a pupil; a right of the parent is nobody's task."""
    return one.pupil is not None and one.owner != "parent"


def _first(owed: Sequence[DueItem], listed: Listed) -> tuple[tuple[str, str], ...]:
    rows = (due_row(one, listed) for one in owed[:FIRST])
    return tuple((_said(row), _href(row)) for row in rows)


def _said(row: DueRow) -> str:
    return f"{row.name}: {in_a_sentence(row.item.clock.title)}, due {row.item.due:%-d %B %Y}"


def _href(row: DueRow) -> str:
    if row.case:
        return url_for("cases.case_page", case_id=row.case)
    return url_for("pupils.pupil", pupil=row.item.pupil)


def _out_of_sight() -> Iterator[Need]:
    if not may_open("ledger.ledger"):
        return
    with reading(engines().register) as session:
        listed, found = listed_of(session), ledger_items(session)
    claims = [one for one in found if one.cause == "claim"]
    lost = [one for one in found if one.cause in LOST]
    others = [one for one in found if one.cause not in {"claim", *LOST}]
    if lost:
        words = counted(len(lost), "pupil", "pupils") + " without exactly one responsible place"
        yield Need(words, url_for("ledger.ledger"), pressing=True, first=_named(lost, listed))
    if others:
        words = counted(len(others), "question", "questions") + " of the ledger to answer"
        yield Need(words, url_for("ledger.ledger"), first=_named(others, listed))
    if claims:
        words = counted(len(claims), "claim", "claims") + " to confirm"
        yield Need(words, url_for("ledger.ledger", cause="claim"), first=_named(claims, listed))


def _named(found: Sequence[OutOfSight], listed: Listed) -> tuple[tuple[str, str], ...]:
    rows = [ledger_row(one, listed) for one in found[:FIRST]]
    return tuple(
        (
            f"{row.name}: {in_a_sentence(row.title)} since {row.found.since:%-d %B %Y}",
            url_for(
                "ledger.question",
                pupil=row.found.pupil,
                question=row.found.cause,
                facts=row.found.facts,
            ),
        )
        for row in rows
    )


def _corrections_asked() -> Iterator[Need]:
    """Corrections that another organisation asks of this one."""
    with reading(engines().register) as session:
        listed = listed_of(session)
        asked = [p for p, standing in listed.seen.items() if standing.open_episodes(REQUEST)]
        found = [(listed.name(one.pupil), one) for one in awaiting(session, asked, actor())]
    if found:
        words = counted(len(found), "correction asked for", "corrections asked for")
        first = tuple((f"{name}: {_said_of(one)}", _answer(one)) for name, one in found[:FIRST])
        yield Need(words, first[0][1], first=first)


def _said_of(one: Awaiting) -> str:
    return f"entry {one.entry.number}, asked on {one.episode.on:%-d %B %Y}"


def _answer(one: Awaiting) -> str:
    return url_for(
        "recording.form",
        pupil=one.pupil,
        kind="correction_answered",
        episode=one.episode.entry,
    )


def _hand_overs() -> Iterator[Need]:
    """Children whom another authority hands over to this one."""
    with reading(engines().register) as session:
        seen = listed_of(session).seen.items()
        asked = [(p, e) for p, now in seen for e in hand_overs_to(now, actor())]
    if asked and may_open("recording.form"):
        words = counted(len(asked), "hand-over", "hand-overs") + " to accept or refuse"
        first = tuple((f"{HANDED}: on {e.on:%-d %B %Y}", _taken(p, e)) for p, e in asked)
        yield Need(words, first[0][1], pressing=True, first=first[:FIRST])


def _claimed() -> Iterator[Need]:
    """Children of whom this authority told, and whom another has not handed over."""
    if actor().role != "la_officer":
        return
    with reading(engines().register) as session:
        found = claimed_by(session, actor())
    if found:
        words = counted(len(found), "child", "children") + " told of by you, and not yours yet"
        yield Need(words, url_for("newcomers.begin", _anchor="claimed"))


def _taken(pupil: str, asked: Episode) -> str:
    return url_for("recording.form", pupil=pupil, kind="hand_over_answer", episode=asked.entry)


def _proposals() -> Iterator[Need]:
    """Managed moves that wait for an answer of this school or authority."""
    if not may_open("agreements.answer"):
        return
    by = actor()
    whose = sorted(by.places) or [f"la:{by.authority}"]
    with reading(engines().register) as session:
        found = [one for each in whose for one in proposals_awaiting(session, each, today())]
        names = standings(session, {one.pupil for one in found}, today())
    if found:
        words = counted(len(found), "answer", "answers") + " to a proposed managed move"
        first = tuple((_put(one, full_name(names[one.pupil].details)), _at(one)) for one in found)
        yield Need(words, first[0][1], pressing=True, first=first[:FIRST])


def _put(one: Awaited, name: str) -> str:
    party = in_a_sentence(CODE_SETS["AGREEMENT_PARTIES"].label(one.party))
    return f"{name}: proposed on {one.proposed_on:%-d %B %Y}, {party} has not answered"


def _at(one: Awaited | Made) -> str:
    return url_for("agreements.proposal", pupil=one.pupil, entry=one.entry)


def _answered() -> Iterator[Need]:
    """Managed moves of one's own proposing that all have agreed to, or that somebody refused."""
    if not may_open("agreements.answer"):
        return
    by = actor()
    whose = sorted(by.places) or [f"la:{by.authority}"]
    with reading(engines().register) as session:
        made = [one for each in whose for one in proposals_made(session, each, today())]
        found = [one for one in made if one.ended is None and _how_it_stands(one) is not None]
        names = standings(session, {one.pupil for one in found}, today())
    if found:
        words = counted(len(found), "proposed managed move", "proposed managed moves")
        first = tuple(
            (f"{full_name(names[one.pupil].details)}: {_how_it_stands(one)}", _at(one))
            for one in found
        )
        yield Need(f"{words} of yours, answered", first[0][1], first=first[:FIRST])


def _how_it_stands(one: Made) -> str | None:
    """All have agreed, or who has refused; None while an answer is only awaited."""
    if one.signatures.complete:
        return "all have agreed"
    gone = [each for each in one.signatures.each if each.state in ("refused", "withdrawn")]
    return "; ".join(in_a_sentence(each.words()) for each in gone) or None


def _drafts() -> Iterator[Need]:
    """Forms begun and not submitted."""
    if not may_open("stepwise.tasks"):
        return
    forget_expired()
    with reading(engines().register) as session:
        found = drafts_shown(session)
    if found:
        words = counted(len(found), "draft", "drafts") + " not submitted"
        first = tuple((_begun(one), one.address) for one in found)
        yield Need(words, first[0][1], first=first)


def _begun(one: DraftShown) -> str:
    return f"{one.pupil_name}: {in_a_sentence(one.title)}, saved {one.draft.saved_on:%-d %B %Y}"


def _open_cases() -> Iterator[Need]:
    if not may_open("cases.cases"):
        return
    with reading(engines().register) as session:
        found = cases_for(session, actor(), OPEN, today())
    late = sum(one.next is not None and one.next.due < today() for one in found)
    if late:
        words = counted(late, "fair access case", "fair access cases") + " with a step overdue"
        yield Need(words, url_for("cases.cases"), pressing=True)
    for state, words in (("referred", "to agree or withdraw"), ("agreed", "waiting for a place")):
        count = sum(one.state.state == state for one in found)
        if count:
            said = f"{counted(count, 'fair access case', 'fair access cases')} {words}"
            yield Need(said, url_for("cases.cases", state=state))


def _placed_here() -> Iterator[Need]:
    """For a setting: whom it has now."""
    if actor().role != "setting":
        return
    with reading(engines().register) as session:
        listed = listed_of(session)
    for place in sorted(actor().places):
        count = sum(bool(standing.provision_at(place)) for standing in listed.seen.values())
        words = f"{counted(count, 'pupil', 'pupils')} placed with you now"
        yield Need(words, url_for("places.place_page", place=place))


def _totals() -> Iterator[Need]:
    """For a place: termly totals of its own, compared with its marks and not signed off."""
    by = actor()
    if not by.places or not may_open("submissions.reconcile"):
        return
    with reading(engines().register) as session:
        found = sign_offs(session, by.places)
    for place in sorted(place for place, one in found.items() if one.state != "signed"):
        again = " again, for more was sent since" if found[place].state == "stale" else ""
        words = f"Totals to sign off against marks{again}"
        yield Need(words, url_for("submissions.reconcile", place=place))


def _settings() -> Iterator[Need]:
    """Concerns about settings, and what an authority follows up with its own."""
    if not may_open("directory.directory"):
        return
    with reading(engines().register) as session:
        yield from [Need(*one) for one in setting_needs(session)]


def _refused_sign_ins() -> Iterator[Need]:
    """For those who see looks: a day with many refused sign-ins."""
    if not may_open("looks.looks"):
        return
    since = moment.written(moment.now() - timedelta(days=1))
    count = count_looks(engines().looks, "sign_in_refused", since)
    if count:
        words = counted(count, "refused sign-in", "refused sign-ins") + " in the last 24 hours"
        yield Need(words, url_for("looks.looks", what="sign_in_refused"), pressing=count > 20)


SOURCES: tuple[Callable[[], Iterator[Need]], ...] = (
    _to_mark,
    _this_morning,
    _clocks,
    _out_of_sight,
    _corrections_asked,
    _proposals,
    _hand_overs,
    _claimed,
    _answered,
    _drafts,
    _open_cases,
    _placed_here,
    _settings,
    _totals,
    _refused_sign_ins,
)
