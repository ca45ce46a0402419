"""Sending e-mail by SMTP, with the standard library alone."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from apregister.settings import Settings, Unsafe, is_loopback

TIMEOUT = 30
"""Seconds that a mail server may take to answer."""
PORTS = {"smtp": 587, "smtps": 465}
_HOW = (
    "Set APREGISTER_SMTP to smtp://USER:PASSWORD@HOST:587 (STARTTLS) or smtps://USER:PASSWORD@HOST "
    "and APREGISTER_MAIL_FROM to the address it is sent from."
)


@dataclass(frozen=True)
class Post:
    """A mail server, and from whom mail is sent. Never shown whole: it may hold a password."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str


def post_of(settings: Settings) -> Post:
    """The mail server of the settings. Raises Unsafe where there is none, or it cannot be read."""
    if not settings.smtp or not settings.mail_from:
        raise Unsafe(f"No mail server is set. {_HOW}")
    parts = urlsplit(settings.smtp)
    try:
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        port = None
    if parts.scheme not in PORTS or not parts.hostname or port is None:
        raise Unsafe(f"APREGISTER_SMTP cannot be read. {_HOW}")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Post(parts.scheme, parts.hostname, port, user, password, settings.mail_from)


@contextmanager
def sending(post: Post) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server, in TLS but to this very machine. Raises OSError.

    smtplib.SMTPException is one.
    """
    context = ssl.create_default_context()
    with _connected(post, context) as server:
        if post.scheme == "smtp" and not is_loopback(post.host):
            server.starttls(context=context)
        if post.user:
            server.login(post.user, post.password)
        yield server


def _connected(post: Post, context: ssl.SSLContext) -> smtplib.SMTP:
    if post.scheme == "smtps":
        return smtplib.SMTP_SSL(post.host, post.port, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(post.host, post.port, timeout=TIMEOUT)


def letter_to(post: Post, to: str, subject: str, text: str) -> EmailMessage:
    """A plain message, marked as sent by a machine so that nothing answers it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = post.sender, to, subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=post.sender.rpartition("@")[2] or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message
