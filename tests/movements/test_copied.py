"""What forms may begin with: never a day, an agreement or anybody's words; never what fell."""

from collections.abc import Iterator
from datetime import date

from movements.copied import From, given_last
from movements.entry import Entry
from movements.forms import form_fields
from movements.kind import Answers
from movements.kinds import KINDS
from movements.place_kinds import PLACE_KINDS

KNOWN: dict[str, type[Answers]] = {**KINDS, **PLACE_KINDS}
ASKED_ANEW = frozenset(
    {"words", "not_given", "because", "parent_agreed_on", "how_agreed", "answer", "said_by"}
    | {"social_worker", "proof", "notice_full", "interests", "baseline", "found", "findings"}
)


def _copies() -> Iterator[tuple[str, From, str]]:
    for name, kind in KNOWN.items():
        for source in kind.copies:
            yield from ((name, source, question) for question in source.answers)


def test_what_is_copied_is_asked_in_both_and_is_no_day_and_nobodys_word() -> None:
    assert {name for name, _, _ in _copies()} >= {"ap_placement", "setting_offer", "wellbeing"}
    for name, source, question in _copies():
        fields = {one.name: one for one in form_fields(KNOWN[name], date.max)}
        assert question in fields, (name, question)
        assert question in KNOWN[source.kind].fields(), (source.kind, question)
        assert fields[question].input != "date", (name, question)
        assert question not in ASKED_ANEW, (name, question)


def _entry(number: int, kind: str, on: int, corrects: int | None = None) -> Entry:
    day = date(2026, 9, on)
    return Entry(number, kind, day, "", "", "", "form", b"", corrects=corrects)


SOURCES = (From("ap_placement", ("place", "tier")), From("direction_decided", ("place",)))


def test_the_last_entry_of_a_kind_answers_and_nothing_of_one_before_it() -> None:
    first = (_entry(1, "ap_placement", 1), {"place": "s_1", "tier": "2"})
    second = (_entry(2, "ap_placement", 8), {"place": "s_2"})
    found = given_last(SOURCES, [first, second])
    assert found == {"place": (second[0], "s_2")}


def test_a_correction_takes_the_place_of_what_was_wrong() -> None:
    wrong = (_entry(1, "ap_placement", 1), {"place": "s_1", "tier": "2"})
    right = (_entry(2, "ap_placement", 1, corrects=1), {"place": "s_1", "tier": "3"})
    assert given_last(SOURCES, [wrong, right])["tier"] == (right[0], "3")
    gone = (_entry(3, "withdrawn", 1, corrects=1), {})
    assert given_last(SOURCES, [wrong, gone]) == {}


def test_of_two_kinds_the_later_entry_answers() -> None:
    placed = (_entry(5, "ap_placement", 1), {"place": "s_1", "tier": "2"})
    decided = (_entry(6, "direction_decided", 8), {"place": "s_9"})
    found = given_last(SOURCES, [placed, decided])
    assert (found["place"], found["tier"]) == ((decided[0], "s_9"), (placed[0], "2"))
