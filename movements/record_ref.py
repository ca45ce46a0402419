"""Another record named in an answer: by a UPN, or by its id here."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from movements.identifiers import clean_upn, upn_problem


def _read(value: object) -> object:
    text = str(value).strip()
    if re.fullmatch(r"p_[0-9a-f]{8,40}", text):
        return text
    wrong = upn_problem(text)
    if wrong:
        raise ValueError(f"not_a_upn|{wrong}")
    return clean_upn(text)


RecordRef = Annotated[str, BeforeValidator(_read, json_schema_input_type=str)]
"""A record of another pupil; the register holds it as the id."""
