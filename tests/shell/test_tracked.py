"""What the tracker says in words."""

import pytest

from apregister.tracked import LineShown


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (None, ""),
        (10.5, "first marks usually by 10:30"),
        (23.9, "first marks usually by 23:54"),
        (34.5, "first marks usually 1 day after"),
        (346.2, "first marks usually 14 days after"),
    ],
)
def test_when_the_first_marks_come_is_said(hours: float | None, words: str) -> None:
    assert LineShown.model_construct(hours=hours).usually == words
