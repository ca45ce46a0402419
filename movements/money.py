"""Money: told in pounds, kept as whole pence."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator

MOST = 1_000_000
"""Pence: no week of anything here costs more than £10,000."""


@dataclass(frozen=True)
class InPounds:
    """Marks a field whose amount people give and see in pounds."""


def _read(value: object) -> object:
    """A text is an amount in pounds; a number is pence, as the register keeps it."""
    return read_pounds(value) if isinstance(value, str) else value


def read_pounds(text: str) -> int:
    """An amount in pounds as pence. Raises ValueError, `code|sentence`, for what is none."""
    text = text.strip().removeprefix("£").replace(",", "")
    if not re.fullmatch(r"\d{1,5}(\.\d{1,2})?", text):
        raise ValueError("money|Write the amount in pounds and pence, such as 412.50.")
    pounds, _, pence = text.partition(".")
    amount = int(pounds) * 100 + int(pence.ljust(2, "0"))
    if amount > MOST:
        raise ValueError(f"money|Write an amount of at most {in_pounds(MOST)}.")
    return amount


Pence = Annotated[int, BeforeValidator(_read, json_schema_input_type=str), InPounds()]


def in_pounds(pence: int) -> str:
    """An amount as people read it: £412.50."""
    return f"£{pence / 100:,.2f}"
