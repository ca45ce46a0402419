"""The letters about a child in a subject access pack: their text, and what a person must check."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from apregister.letters import read_letter
from apregister.subject_told import STAFF
from fair_access.steps import STEPS, CaseLetterMade, CaseLetterRedacted
from movements.attachments import PaperLost, Store
from movements.entry import Entry
from movements.third_party import to_check

REDACTED = "its text was redacted with what it quoted"


def letters_told(store: Store, told: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """Every letter that was made about the pupil, word for word, given the pupil's entries.

    A paragraph that says again what somebody wrote of the decision is marked as that answer is;
    whom to call is staff. Where the text is gone it is said why.
    """
    held = {entry.number: entry for entry in told if entry.details is not None}
    over = {
        entry.answers()["letter"] for entry in held.values() if entry.kind == CaseLetterRedacted.id
    }
    for entry in held.values():
        if entry.kind == CaseLetterMade.id:
            yield _letter(store, entry, held, gone=entry.number in over)


def _letter(store: Store, entry: Entry, held: Mapping[int, Entry], *, gone: bool) -> dict[str, Any]:
    made = entry.answers()
    written, lost = None, REDACTED if gone else ""
    if not gone:
        try:
            written = read_letter(store.read(str(made["sha256"])))
        except PaperLost as error:
            lost = str(error)
    return {
        "entry": entry.number,
        "case": entry.case_id,
        "on": entry.on.isoformat(),
        "to": made["whom"],
        "about": made["about"],
        "sha256": made["sha256"],
        "title": written["title"]["text"] if written else "",
        "lines": list(_lines(written, held.get(made["about"]))) if written else [],
        "lost": lost,
    }


def _lines(letter: dict[str, Any], decision: Entry | None) -> Iterator[dict[str, str]]:
    """Each line in the order of the letter, with why it is to be checked."""
    for one in (*letter["head"], letter["greeting"]):
        yield {"text": one["text"], "check": ""}
    for section in letter["sections"]:
        for one in section["paragraphs"]:
            staff = STAFF if section["id"] == "call" else ""
            yield {"text": one["text"], "check": staff or _check(one["text"], decision)}
    for one in letter["sign"]:
        yield {"text": one["text"], "check": ""}


def _check(text: str, decision: Entry | None) -> str:
    """Why a line must be checked: it says again what an answer of the decision says."""
    if decision is None:
        return ""
    given = decision.answers()
    whys = to_check(STEPS[decision.kind]).items()
    said = {why for name, why in whys if given.get(name) and str(given[name]) in text}
    return ", ".join(sorted(said))
