"""Answers not yet submitted: beside the register, never in it, and gone after thirty days."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete
from sqlmodel import Field, Session, SQLModel, col, func, select

from movements.actor import Actor

KEPT_DAYS = 30
SEEN = "seen_entry"
"""Beside the answers: the pupil's last entry when the form was opened."""
LARGEST = 100_000
"""Letters of answers in one draft, at most."""


class FormDraft(SQLModel, table=True):
    """What somebody has answered so far of one kind for one pupil. `saved_on` by the shell's clock.

    `author` is a sign-in name.
    """

    __tablename__ = "form_draft"

    id: str = Field(primary_key=True)
    pupil_id: str
    kind: str
    author: str
    organisation: str
    saved_on: date
    answers: str

    def given(self) -> dict[str, str]:
        """The answers by question; one left empty is there, and empty."""
        return {name: value for name, value in json.loads(self.answers).items() if name != SEEN}

    @property
    def seen_entry(self) -> int | None:
        """The last entry of the pupil that its author had seen; None for a draft of long ago."""
        found: int | None = json.loads(self.answers).get(SEEN)
        return found


@dataclass(frozen=True)
class Reader:
    """Who may see a draft: its author, and whoever speaks for the author's organisation alone."""

    author: str
    by: Actor
    today: date

    def may_see(self, draft: FormDraft) -> bool:
        """Whether it is theirs, and has not expired."""
        colleague = draft.organisation == self.by.organisation != "register"
        return draft.saved_on >= first_day(self.today) and (
            colleague or draft.author == self.author
        )


def first_day(today: date) -> date:
    """The earliest day of saving that a draft outlives."""
    return today - timedelta(days=KEPT_DAYS)


def find_draft(session: Session, id_: str, reader: Reader) -> FormDraft | None:
    """The draft of that id, where the reader may see it."""
    found = session.get(FormDraft, id_)
    return found if found and reader.may_see(found) else None


def drafts_for(session: Session, reader: Reader) -> list[FormDraft]:
    """The drafts a reader may see, the latest saved first."""
    found = session.exec(select(FormDraft).order_by(col(FormDraft.saved_on).desc()))
    return [draft for draft in found if reader.may_see(draft)]


def save_draft(
    session: Session,
    draft: FormDraft | None,
    pupil: str,
    kind: str,
    reader: Reader,
    seen_entry: int,
) -> FormDraft:
    """The draft, or a new one, as saved today; its answers are set with `answer_draft`.

    Those that have expired go. `seen_entry` is kept of a new one: what is told after that its
    author has not seen.
    """
    delete_expired_drafts(session, reader.today)
    if draft is None:
        draft = FormDraft(
            id=secrets.token_urlsafe(18),
            pupil_id=pupil,
            kind=kind,
            author=reader.author,
            organisation=reader.by.organisation,
            saved_on=reader.today,
            answers=json.dumps({SEEN: seen_entry}),
        )
    draft.saved_on = reader.today
    session.add(draft)
    return draft


def answer_draft(draft: FormDraft, answers: Mapping[str, str]) -> bool:
    """Add answers to a draft. False, and nothing added, where they are too long to keep."""
    text = json.dumps(json.loads(draft.answers) | dict(answers), ensure_ascii=False)
    if len(text) > LARGEST:
        return False
    draft.answers = text
    return True


def discard_draft(session: Session, draft: FormDraft) -> None:
    """Forget a draft: it was submitted, or is not wanted."""
    session.delete(draft)


def expired_drafts(session: Session, today: date) -> int:
    """How many drafts have expired and are there still; nobody is shown them."""
    query = select(func.count()).select_from(FormDraft)
    return session.exec(query.where(col(FormDraft.saved_on) < first_day(today))).one()


def delete_expired_drafts(session: Session, today: date) -> int:
    """Delete the drafts not saved for thirty days. Returns how many went."""
    gone = delete(FormDraft).where(col(FormDraft.saved_on) < first_day(today))
    return cast(CursorResult[Any], session.execute(gone)).rowcount
