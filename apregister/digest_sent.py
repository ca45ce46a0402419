"""Digests sent by e-mail to whoever wants them: each once on its day, and nobody's twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from smtplib import SMTPException

from sqlmodel import Session

from apregister.audit import looked
from apregister.auth.accounts import actor_of
from apregister.auth.permissions import may
from apregister.db import Engines, reading, writing
from apregister.digest import DigestShown, digest_of
from apregister.digest_mail import Mail, mail_of, mail_of_long_overdue, owes
from apregister.digest_wishes import DigestWish, wish_of, wishes_due
from apregister.post import Post, letter_to, sending
from movements.actor import Actor
from movements.escalation import escalation


@dataclass(frozen=True)
class Outgoing:
    """A mail to send: whose digest it is, and where it goes.

    No `account` for the person named for a place, who need not have one.
    """

    account: str | None
    by: Actor
    to: str
    mail: Mail


@dataclass(frozen=True)
class Sent:
    """What became of a mail: `problem` says why it was not sent, empty where it was."""

    outgoing: Outgoing
    problem: str = ""


def outgoing(session: Session, on: date, url: str | None) -> list[Outgoing]:
    """The mails of a day, made as each person would read their own digest on that day.

    To nobody who owes nothing.
    """
    read: dict[Actor, list[DigestShown]] = {}
    found = []
    for wish, account in wishes_due(session, on):
        by = actor_of(session, account)
        if not may(by.role, "see_due"):
            continue
        alike = replace(by, name="")
        if alike not in read:
            read[alike] = digest_of(session, by, on)
        if owes(read[alike], wish.without):
            found.append(_outgoing(wish, by, read[alike], url))
    return found


def _outgoing(wish: DigestWish, by: Actor, read: list[DigestShown], url: str | None) -> Outgoing:
    return Outgoing(wish.account_id, by, wish.email, mail_of(read, wish.without, url))


def send_all(engines: Engines, post: Post, mails: list[Outgoing], on: date) -> Iterator[Sent]:
    """Send each mail, and note that it was sent before the next: a run that broke off goes on.

    One that is refused does not keep the others from going. Raises OSError where the mail server
    cannot be reached at all.
    """
    with sending(post) as server:
        for one in mails:
            letter = letter_to(post, one.to, one.mail.subject, one.mail.text)
            try:
                server.send_message(letter)
            except SMTPException as refused:
                server.rset()
                yield Sent(one, f"{type(refused).__name__}: the mail server did not take it")
                continue
            if one.account is not None:
                _note_sent(engines, one.account, on)
            looked(engines.looks, one.by, "digest_sent", door="command")
            yield Sent(one)


def mails_of(engines: Engines, on: date, url: str | None) -> list[Outgoing]:
    """The mails of a day, read from the register."""
    with reading(engines.register) as session:
        return outgoing(session, on, url)


def _note_sent(engines: Engines, account: str, on: date) -> None:
    with writing(engines.register) as session:
        wish = wish_of(session, account)
        if wish is not None:
            wish.sent_on = on
            session.add(wish)


def long_overdue(
    session: Session, on: date, url: str | None, speaks: Callable[[str], Actor]
) -> Iterator[Outgoing]:
    """A mail to each person named, with an address, of what is long overdue to them.

    One mail to an address, whatever it is named for. `speaks` gives the actor of a place or an
    authority.
    """
    told: dict[str, list[DigestShown]] = {}
    actors: dict[str, Actor] = {}
    for named in escalation(session, on).values():
        if named.email:
            actors[named.email] = by = speaks(named.owner)
            told.setdefault(named.email, []).extend(digest_of(session, by, on))
    for email, digests in sorted(told.items()):
        mail = mail_of_long_overdue(digests, url)
        if mail is not None:
            yield Outgoing(None, actors[email], email, mail)
