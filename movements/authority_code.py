"""The three-digit code of a local authority, as an answer."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from movements.la_codes import LA_NAMES

NO_AUTHORITY = "Give the three-digit code of a local authority in England."


def is_authority(code: str) -> bool:
    """Whether it is the code of an authority, the invented one among them."""
    return code in LA_NAMES


def _read(value: object) -> object:
    text = str(value).strip()
    if is_authority(text):
        return text
    raise ValueError(f"authority|{NO_AUTHORITY}")


AnAuthority = Annotated[
    str, BeforeValidator(_read, json_schema_input_type=Annotated[str, Field(pattern=r"^[0-9]{3}$")])
]
