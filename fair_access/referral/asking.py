"""How a referral asks: a short question is one line. None of them has to be answered."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from movements.kind import Coded, Text, ThirdParty

YesNo = Literal["Y", "N"] | None
Words = Text | None
OfOthers = Annotated[Text | None, ThirdParty()]
NowOrBefore = Annotated[str | None, Coded("NOW_OR_BEFORE")]


def asked(title: str, hint: str) -> Any:
    """A question that may be left empty."""
    return Field(default=None, title=title, description=hint, examples=[""])


class Section(BaseModel):
    """Questions of a referral that stand together on a page."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
