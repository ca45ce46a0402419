"""What is said of a protected child's entry without the words in it, and the authority it names."""

from movements.written import WORDS_WITHHELD, without_written

SENTENCE = "Handing over to Dudley: the child has moved. At her aunt's near the castle"


def test_words_and_the_authority_named_are_left_out() -> None:
    answers = {"to_authority": "332", "note": "At her aunt's near the castle"}
    said = without_written(SENTENCE, "hand_over", answers, "an authority that is withheld")
    assert said == (
        f"Handing over to an authority that is withheld: the child has moved. {WORDS_WITHHELD}"
    )


def test_what_names_no_authority_keeps_the_rest() -> None:
    assert without_written(SENTENCE, "wellbeing", {"score": "21"}, "withheld") == SENTENCE
