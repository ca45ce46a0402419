"""A number with its noun: one helper for pages, messages and commands."""

import re
from pathlib import Path

import pytest

from movements.counted import counted, noun

ROOT = Path(__file__).parents[2]
BY_HAND = re.compile(r"""== 1 else ['"]?(?:\w+s['"]|['"]s)|\{''? if""")


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 rows"), (1, "1 row"), (1.0, "1 row"), (2.5, "2.5 rows"), (1204, "1,204 rows")],
)
def test_a_number_stands_with_its_noun(number: float, said: str) -> None:
    assert counted(number, "row") == said


def test_a_noun_may_have_a_plural_of_its_own() -> None:
    assert [counted(n, "child is", "children are") for n in (1, 2)] == [
        "1 child is",
        "2 children are",
    ]
    assert (noun(1, "entry", "entries"), noun(2, "entry", "entries")) == ("entry", "entries")


def test_no_template_makes_a_plural_by_hand() -> None:
    templates = (ROOT / "apregister/web/templates").glob("*.html")
    assert [one.name for one in templates if BY_HAND.search(one.read_text("utf-8"))] == []
