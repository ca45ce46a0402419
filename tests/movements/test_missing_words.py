"""What is said of each field that was left empty: plain English for every field of every kind."""

from movements.kind import Answers
from movements.kinds import KINDS
from movements.missing_words import SENTENCES
from movements.place_kinds import PLACE_KINDS
from movements.problems import problems_of_errors

MODELS: dict[str, type[Answers]] = {**KINDS, **PLACE_KINDS}
NOUNS = """
SHA-256, action, answer, area, contact, date, day of the review, decision, destination, document,
entry of the link, entry that is wrong, facts, findings, first day, first day back, ground, hash
of the link, last day of the link, level, level reached, main reason, new UPN, offer, oldest age,
outcome, person who says it, place directed to, place to be directed to, planned end, provider,
question, reason, reasons, receiving school, relevant day, school applied to, score, second
school, setting, size, starting day, subject, tiers, title of the paper, type, youngest age
"""
"""What "Enter the ..." is said of; who adds a field reads its sentence here, or writes another."""


def _said(model: type[Answers], field: str) -> str:
    [problem] = problems_of_errors(
        [{"type": "missing", "loc": (field,), "msg": ""}], model.titles()
    )
    return problem.message


def test_the_sentence_of_every_field_that_must_be_filled_in_has_been_read() -> None:
    nouns = {noun.strip() for noun in NOUNS.replace("\n", " ").split(",")}
    read = {f"Enter the {noun}." for noun in nouns} | {*SENTENCES.values()}
    said = {
        f"{kind} {name}: {sentence}"
        for kind, model in MODELS.items()
        for name, info in model.fields().items()
        if info.is_required() and (sentence := _said(model, name)) not in read
    }
    assert not said


def test_every_field_of_every_kind_is_called_by_words_and_not_by_its_name() -> None:
    bare = [
        f"{kind} {name}"
        for kind, model in MODELS.items()
        for name, info in model.fields().items()
        if not info.title or "_" in info.title or not info.title[0].isalnum()
    ]
    assert not bare


def test_no_sentence_is_written_for_a_title_that_no_field_has() -> None:
    titles = {title for model in MODELS.values() for title in model.titles().values()}
    assert {*SENTENCES} <= titles
