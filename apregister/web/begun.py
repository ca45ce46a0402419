"""Forms begun and not submitted: those that whoever is signed in may go on with."""

from contextlib import suppress
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from apregister.db import reading, writing
from apregister.form_drafts import FormDraft, delete_expired_drafts, drafts_for, expired_drafts
from apregister.paper_words import full_name
from apregister.web.by_task import goes_on
from apregister.web.checking import reader
from apregister.web.shell import actor, engines
from fair_access.steps import CaseReferred
from movements.kinds import DOOR_KINDS
from movements.record import today
from movements.register import standings
from movements.scope import may_see

_TITLES = {kind.id: kind.title for kind in DOOR_KINDS.values()} | {
    CaseReferred.id: CaseReferred.does
}


@dataclass(frozen=True)
class DraftShown:
    """A draft as the home page lists it."""

    draft: FormDraft
    pupil_name: str
    title: str

    @property
    def address(self) -> str:
        """Where it is gone on with."""
        draft = self.draft
        if draft.kind == CaseReferred.id:
            return url_for("referring.tasks", pupil=draft.pupil_id, draft=draft.id)
        return url_for("stepwise.tasks", pupil=draft.pupil_id, kind=draft.kind, draft=draft.id)


def forget_expired() -> None:
    """Delete the drafts that have expired, so that they are gone though no operator sees to it.

    Another time, where a long intake holds the register just now.
    """
    with reading(engines().register) as session:
        expired = expired_drafts(session, reader().today)
    if expired:
        with suppress(OperationalError), writing(engines().register) as session:
            delete_expired_drafts(session, reader().today)


def drafts_shown(session: Session) -> list[DraftShown]:
    """The drafts of whoever is signed in, of pupils they may still see."""
    found = [one for one in drafts_for(session, reader()) if one.kind in _TITLES]
    known = standings(session, {one.pupil_id for one in found}, today())
    return [
        DraftShown(one, full_name(known[one.pupil_id].details), _TITLES[one.kind])
        for one in found
        if (now := known.get(one.pupil_id)) is not None
        and may_see(now, actor()) != "none"
        and goes_on(one, now)
    ]
