"""The three-digit code of a local authority, as an answer."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from movements.la_codes import LA_NAMES


def _read(value: object) -> object:
    text = str(value).strip()
    if text in LA_NAMES or text == "999":
        return text
    raise ValueError("authority|Give the three-digit code of a local authority in England.")


AnAuthority = Annotated[
    str, BeforeValidator(_read, json_schema_input_type=Annotated[str, Field(pattern=r"^[0-9]{3}$")])
]
