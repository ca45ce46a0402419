"""Whom to call at a setting about the children who are expected there."""

import re
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from movements.basis import Basis
from movements.copied import From
from movements.kind import Text, ThirdParty
from movements.place_kind import PlaceKind
from movements.problems import Wrong
from movements.setting_law import DIRECTORY


def _read_telephone(value: object) -> str:
    text = " ".join(str(value).split())
    if not re.fullmatch(r"\+?[0-9][0-9 ()-]{5,24}", text):
        raise ValueError("telephone|Give a telephone number, such as 0121 496 0000.")
    return text


def _read_email(value: object) -> str:
    text = str(value).strip()
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}", text) or len(text) > 200:
        raise ValueError("email|Give an e-mail address, such as office@example.org.")
    return text


Telephone = Annotated[str, BeforeValidator(_read_telephone, json_schema_input_type=str)]
Email = Annotated[str, BeforeValidator(_read_email, json_schema_input_type=str)]


class SettingContact(PlaceKind):
    """The contact from a day on; it takes the place of the one before.

    Of a school as well: a child may be directed there, and be missing in the morning.
    """

    id: ClassVar[str] = "setting_contact"
    title: ClassVar[str] = "Whom to call at a setting"
    summary: ClassVar[str] = "Name or post, telephone and e-mail for questions about attendance."
    copies: ClassVar[tuple[From, ...]] = (
        From("setting_contact", ("contact", "telephone", "email")),
    )
    basis: ClassVar[Basis] = DIRECTORY
    by_setting: ClassVar[bool] = True
    by_commissioner: ClassVar[bool] = True
    of_any_place: ClassVar[bool] = True

    contact: Annotated[Text, ThirdParty()] = Field(
        title="Contact",
        description="The person or post that answers for attendance",
        examples=["Attendance lead"],
    )
    telephone: Telephone | None = Field(
        default=None, title="Telephone", description="A direct number", examples=["0121 496 0000"]
    )
    email: Email | None = Field(
        default=None, title="E-mail", description="An address", examples=["office@example.org"]
    )

    @model_validator(mode="after")
    def _some_way(self) -> "SettingContact":
        if self.telephone is None and self.email is None:
            raise Wrong("telephone", "missing", "Give a telephone number, an e-mail, or both.")
        return self

    def sentence(self) -> str:
        """What was told."""
        return f"To call about attendance: {self.words}"

    @property
    def words(self) -> str:
        """The contact on one line."""
        return ", ".join(part for part in (self.contact, self.telephone, self.email) if part)
