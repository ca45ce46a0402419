"""One child's record as data in plain words, with what a person must check in it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, get_args

from sqlmodel import Session, col, or_, select

from apregister.form_drafts import FormDraft
from apregister.papers import Paper, paper_of
from apregister.sight import Seen
from apregister.words import OTHER_WORDS
from fair_access.cases import cases_of
from fair_access.copied import still_held
from fair_access.fair_share.held import SHARE_KINDS
from fair_access.meetings import MINUTES
from fair_access.steps import ADVISED, COPIED, MOVEMENT_ENTRY, OVERRODE, STEPS
from movements.bearers import identifiers_of, taken_back
from movements.clock import State
from movements.codes import CODE_SETS
from movements.due import DueItem, due
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.kind import Answers, Coded, Placed
from movements.kinds import KINDS
from movements.kinds.pupil_details import PupilDetails
from movements.legal_hold import HoldReleased, LegalHold
from movements.linked import links
from movements.mark_versions import MarkVersion, every_mark, submissions_of
from movements.not_in_file import ROLL_RECEIVED
from movements.places import PlaceFacts, place_facts
from movements.proposed import PROPOSED, proposed_name
from movements.register import REFERENCE, Line
from movements.session_totals import TOTALS, totals_held
from movements.standing import Standing
from movements.third_party import THIRD_PARTY, to_check

STAFF = "names a member of staff: for a person to check"
_SCHEMES = {
    "upn": "UPN",
    "upn_temp": "Temporary UPN",
    "upn_former": "Former UPN",
    "uln": "Unique learner number",
}
_WHAT: dict[str, type[Answers]] = {
    **KINDS,
    **STEPS,
    **SHARE_KINDS,
    **MINUTES,
    LegalHold.id: LegalHold,
    HoldReleased.id: HoldReleased,
}
"""The answers of every kind of entry about a pupil, so that each is told by its title."""
_BESIDE = {
    REFERENCE: "Sender's own reference",
    MOVEMENT_ENTRY: "Entry of the movement it recorded",
    ADVISED: "What fair share said of the place",
    OVERRODE: "Why the child was out of scope",
    "panel": "Panel",
    "meeting": "Meeting",
}
"""Answers that belong to no kind, by the name they are kept under."""


def _sentence_check(line: Line) -> str:
    """Why a sentence must be checked: it says again what an answer to be checked says."""
    kind = _WHAT.get(line.entry.kind)
    given = line.entry.answers()
    whys = to_check(kind).items() if kind else ()
    said = {why for name, why in whys if name in given and str(given[name]) in line.sentence}
    return ", ".join(sorted(said))


class Telling:
    """One reading of the register about one pupil, put into words."""

    def __init__(self, session: Session, seen: Seen, on: date) -> None:
        self.session = session
        self.seen = seen
        self.on = on
        self.places = place_facts(session)
        self.records = links(session).records(seen.pupil)

    def pack(self) -> dict[str, Any]:
        """Everything the register holds on the pupil, by what it is."""
        marks = every_mark(self.session, self.seen.pupil)
        return {
            "identifiers": list(self._identifiers()),
            "details": list(self._answers(PupilDetails, self.seen.standing.details)),
            "standing": list(self._standing(self.seen.standing)),
            "clocks": [_clock(item, self.places) for item in self._due()],
            "entries": [self._entry(line) for line in self.seen.lines],
            "cases": list(self._cases()),
            "papers": [
                _paper(paper) for line in self.seen.lines if (paper := paper_of(line.entry))
            ],
            "drafts": list(self._drafts()),
            "attendance": [self._mark(mark) for mark in marks],
            "termly_totals": list(self._totals()),
            "files_received": list(self._files(submissions_of(marks))),
        }

    def name(self, place: str | None) -> str:
        """A place's name; its id, or an organisation's own words, where it has none."""
        return self.places[place].name if place in self.places else place or ""

    def _identifiers(self) -> Iterator[dict[str, str]]:
        held = identifiers_of(self.session, self.records)
        gone = taken_back(self.session, held)
        for one in held:
            scheme = _SCHEMES.get(one.scheme, one.scheme)
            what = f"{scheme} (taken back since)" if one.number in gone else scheme
            yield {"what": what, "value": one.value, "since": one.on.isoformat()}

    def _drafts(self) -> Iterator[dict[str, Any]]:
        """Forms begun for the pupil and not sent: held, though no part of the register."""
        query = select(FormDraft).where(col(FormDraft.pupil_id).in_(self.records))
        for draft in self.session.exec(query.order_by(col(FormDraft.saved_on))):
            kind = KINDS.get(draft.kind) or STEPS.get(draft.kind)
            yield {
                "title": kind.title if kind else draft.kind,
                "saved_on": draft.saved_on.isoformat(),
                "author": {"value": draft.author, "check": STAFF},
                "organisation": self.name(draft.organisation),
                "answers": list(_as_typed(kind or Answers, draft.given())),
            }

    def _held(self, entry: Entry) -> dict[str, Any]:
        """An entry's answers; of what a referral copied, nothing that was redacted since."""
        answers: dict[str, Any] = entry.answers()
        if COPIED in answers:
            answers[COPIED] = still_held(answers[COPIED], self.seen.shown.redacted)
        return answers

    def _answers(self, kind: type[Answers], answers: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Each answer by its title, codes with their meaning, and whether it is to be checked."""
        titles, check = kind.titles(), to_check(kind)
        for name, value in answers.items():
            if name == PROPOSED and isinstance(value, dict):
                yield from self._proposed(answers.get("entry"), value)
                continue
            yield {
                "field": name,
                "title": _BESIDE.get(name) or titles.get(name, name),
                "value": value,
                "means": self._means(kind, name, value),
                "check": check.get(name, ""),
            }

    def _proposed(self, entry: object, wanted: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """What another entry is said to be wrong in, each answer as that entry's own."""
        of = next((line.entry.kind for line in self.seen.lines if line.number == entry), "")
        said = {name: "nothing" if value is None else value for name, value in wanted.items()}
        for one in self._answers(_WHAT.get(of, Answers), said):
            field, title = proposed_name(one["field"]), f"Should say: {one['title']}"
            yield one | {"field": field, "title": title}

    def _means(self, kind: type[Answers], name: str, value: Any) -> str:
        if name in kind.marked(Placed):
            return self.name(str(value))
        mark = kind.marked(Coded).get(name)
        return CODE_SETS[mark.code_set].label(str(value)) if mark else ""

    def _standing(self, now: Standing) -> Iterator[dict[str, Any]]:
        rolls = [f"{self.name(r.place)}, status {r.status}, since {r.since}" for r in now.rolls]
        yield {"name": "On roll", "lines": rolls or ["On no school's roll"]}
        placed = [f"{self.name(p.place) or p.setting_type}, since {p.since}" for p in now.provision]
        yield {"name": "Directed or placed", "lines": placed or ["Nowhere"]}
        claims = [f"{self.name(c.place)}, since {c.since}" for c in now.claims]
        yield {"name": "Claimed by", "lines": claims or ["Nobody"]}
        yield {"name": "Responsible", "lines": [self._owner(o) for o in now.responsible]}

    def _owner(self, owner: str) -> str:
        return f"authority {owner[3:]}" if owner.startswith("la:") else self.name(owner)

    def _due(self) -> Iterable[DueItem]:
        every: tuple[State, ...] = get_args(State)
        return due(self.session, self.on, pupil_ids=[self.seen.pupil], states=every)

    def _entry(self, line: Line) -> dict[str, Any]:
        entry = line.entry
        return {
            "entry": entry.number,
            "on": entry.on.isoformat(),
            "session": entry.session,
            "kind": entry.kind,
            "title": line.title,
            "sentence": line.sentence,
            "sentence_check": _sentence_check(line),
            "place": self.name(entry.place_id),
            "recorded_at": entry.recorded_at,
            "recorded_by": {"value": entry.recorded_by, "check": STAFF},
            "organisation": self.name(entry.organisation),
            "authority": entry.authority,
            "source": entry.source,
            "case": entry.case_id,
            "corrects": entry.corrects,
            "reason": entry.reason,
            "in_force": line.in_force,
            "corrected_by": line.corrected_by,
            "planned": line.planned,
            "concerns": [concern.words() for concern in line.concerns],
            "answers": list(self._answers(_WHAT.get(entry.kind, Answers), self._held(entry))),
        }

    def _cases(self) -> Iterator[dict[str, Any]]:
        for case in cases_of(self.session, self.seen.pupil, self.on, show_protected=True):
            told = case.as_dict()
            for step, line in zip(case.steps, told["steps"], strict=True):  # type: ignore[call-overload]
                kind = STEPS.get(step.kind)
                line["check"] = ", ".join(sorted({*to_check(kind).values()})) if kind else ""
                for was in line["was"]:
                    was["check"] = line["check"]
            yield told | {"title": case.title, "category": case.category}

    def _mark(self, one: MarkVersion) -> dict[str, Any]:
        return {
            "day": one.day.isoformat(),
            "session": one.session,
            "place": self.name(one.place),
            "mark": one.mark,
            "means": CODE_SETS["MARKS"].label(one.mark) if one.mark else "no mark",
            "file": one.submission,
            "amended": one.amended,
        }

    def _totals(self) -> Iterator[dict[str, Any]]:
        """The latest totals that each place returned of the pupil's terms."""
        for one in totals_held(self.session):
            if one.pupil_id in self.records:
                counted = (f"{what} {count}" for what, count in one.counts.items())
                yield {
                    "first": one.term.first.isoformat(),
                    "last": one.term.last.isoformat(),
                    "place": self.name(one.place_id),
                    "counts": ", ".join(counted),
                    "file": one.submission,
                }

    def _files(self, submissions: list[int]) -> Iterator[dict[str, Any]]:
        """The files that set a mark of the pupil, count sessions, or leave the pupil out."""
        named = or_(*(col(EntryRow.details).contains(record) for record in sorted(self.records)))
        naming = col(EntryRow.kind).in_((ROLL_RECEIVED, TOTALS)) & named
        query = ENTRIES.where(col(EntryRow.number).in_(submissions) | naming)
        for entry in read_entries(self.session, query.order_by(col(EntryRow.number))):
            title, sentence = OTHER_WORDS.of(entry)
            yield {
                "entry": entry.number,
                "title": title,
                "sentence": sentence,
                "place": self.name(entry.place_id),
                "recorded_at": entry.recorded_at,
                "recorded_by": {"value": entry.recorded_by, "check": STAFF},
                "sha256": entry.answers().get("sha256", ""),
                "pupil_missing": entry.kind == ROLL_RECEIVED,
            }


def _as_typed(kind: type[Answers], given: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The answers of a form that was not sent: nothing has judged them yet."""
    titles, check = kind.titles(), to_check(kind)
    for name, value in given.items():
        yield {
            "field": name,
            "title": titles.get(name, name),
            "value": value,
            "check": check.get(name, ""),
        }


def _clock(item: DueItem, places: Mapping[str, PlaceFacts]) -> dict[str, Any]:
    place = places[item.place].name if item.place and item.place in places else ""
    told: dict[str, Any] = dict(item.as_dict())
    return told | {"place": place, "owner": place if item.whose == item.place else item.whose}


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "entry": paper.entry,
        "about": paper.about,
        "title": paper.title,
        "on": paper.on.isoformat(),
        "keep_until": paper.keep_until.isoformat() if paper.keep_until else None,
        "sha256": paper.sha256,
        "file": paper.file_name,
        "lost": "",
        "check": THIRD_PARTY,
    }
