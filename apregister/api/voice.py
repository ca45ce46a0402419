"""One-time links for pupils and parents: made here, opened as a page that needs no account."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

from apregister.api.caller import Caller, Databases, address_of
from apregister.api.pupils import PupilId
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import writing
from apregister.sight import NotSeen
from apregister.voice import GOOD_FOR_DAYS, LONGEST_DAYS, make_link

NOT_FOUND = "There is no such pupil, or not one that you may see."

voices = APIRouter(prefix="/pupils", tags=["pupils"])


class LinkAsked(BaseModel):
    """Whom to ask about which setting."""

    of: Literal["pupil", "parent"] = Field(description="Who is asked")
    setting: str | None = Field(
        default=None, description="The setting's id; needed where the pupil was at several"
    )
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = Field(
        default=GOOD_FOR_DAYS, description="For how many days the link is good"
    )


class LinkMade(BaseModel):
    """The link, said this once: only its hash is kept."""

    path: str = Field(description="What to open, after the address of the register")
    entry: int = Field(description="The entry that says a link was given")
    until: date = Field(description="The last day on which it can be used")


@voices.post("/{id}/voice-links", summary="Give a link to say what a setting is like")
@permission("ask_voice")
def give_link(
    request: Request, pupil: PupilId, asked: LinkAsked, by: Caller, engines: Databases
) -> LinkMade:
    """Good once and without an account. It says no more of the pupil than the first name."""
    answers = {name: str(value) for name, value in asked if value is not None}
    try:
        with writing(engines.register) as session:
            made = make_link(session, pupil, answers, by=by, source="api")
    except NotSeen as unseen:
        raise HTTPException(404, NOT_FOUND) from unseen
    looked(engines.looks, by, "voice_link", door="api", address=address_of(request), pupil_id=pupil)
    return LinkMade(path=f"/say/{made.token}", entry=made.entry, until=made.until)
