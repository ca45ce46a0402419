"""What the surroundings decide; nothing else in the house reads the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address

from movements.attachments import LARGEST

DEFAULT_DB = "sqlite:///apregister.db"
WELL_KNOWN_SECRETS = frozenset({"secret", "changeme", "change-me", "dev", "development", "test"})
SHORTEST_SECRET = 32
_A_MEGABYTE = 1024 * 1024


class Unsafe(Exception):
    """Raised when the register would be served in a way that puts pupils' records at risk."""


@dataclass(frozen=True)
class Settings:
    """The settings of one run.

    `db` is an SQLAlchemy address. `secret` signs the cookies; when it is None the database's own
    random one is used. `today` is for the demo only: the day the register believes it is.
    `attachments` is the folder of the papers, beside the database unless given;
    `largest_attachment` how many bytes one paper may have. `smtp` is the mail server's address,
    `mail_from` who sends, `url` where people open the pages, for links in mail.
    `virus_scan` is the command that a paper is put to before it is kept.
    `second_step` whether everybody must sign in with a code beside the password.
    """

    db: str = DEFAULT_DB
    secret: str | None = None
    today: date | None = None
    attachments: str | None = None
    largest_attachment: int = LARGEST
    smtp: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    url: str | None = None
    virus_scan: str | None = None
    second_step: bool = False

    @classmethod
    def read(
        cls,
        *,
        db: str | None = None,
        today: date | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> "Settings":
        """The settings from the environment, where what a command was told goes first.

        Raises Unsafe for a size that is no number of megabytes from 1 to 50, and for a second step
        that is neither required nor offered.
        """
        found = os.environ if environment is None else environment
        return cls(
            db=db or found.get("APREGISTER_DB") or DEFAULT_DB,
            secret=found.get("APREGISTER_SECRET") or None,
            today=today,
            attachments=found.get("APREGISTER_ATTACHMENTS") or None,
            largest_attachment=_bytes(found.get("APREGISTER_LARGEST_ATTACHMENT_MB")),
            smtp=found.get("APREGISTER_SMTP") or None,
            mail_from=found.get("APREGISTER_MAIL_FROM") or None,
            url=found.get("APREGISTER_URL") or None,
            virus_scan=found.get("APREGISTER_VIRUS_SCAN") or None,
            second_step=_is_required(found.get("APREGISTER_SECOND_STEP")),
        )


def _bytes(megabytes: str | None) -> int:
    """The size allowed, in bytes. Pages take forms of 64 MB at most, and a paper needs less."""
    if not megabytes:
        return LARGEST
    if not re.fullmatch(r"[1-9]|[1-4][0-9]|50", megabytes.strip()):
        raise Unsafe("APREGISTER_LARGEST_ATTACHMENT_MB must be a whole number from 1 to 50.")
    return int(megabytes) * _A_MEGABYTE


def _is_required(step: str | None) -> bool:
    """Whether the second step is required; it is offered where nothing is said."""
    said = (step or "offered").strip().lower()
    if said not in {"required", "offered"}:
        raise Unsafe("APREGISTER_SECOND_STEP must be required or offered.")
    return said == "required"


def is_loopback(host: str) -> bool:
    """Whether the address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_weak_secret(secret: str | None) -> bool:
    """Whether a given secret is one that anybody could guess (None: the database's own is not)."""
    if secret is None:
        return False
    return secret.strip().lower() in WELL_KNOWN_SECRETS or len(secret.strip()) < SHORTEST_SECRET


def refuse_unsafe(host: str, settings: Settings, *, demo_accounts: bool) -> None:
    """Refuse to serve an open address with demo accounts, a set day or a secret that is weak.

    Raises Unsafe with a sentence that says what is wrong and how to mend it. `--today` is refused
    on any address unless the database is a demo's, as a set clock makes every date in it doubtful.
    """
    if settings.today is not None and not demo_accounts:
        raise Unsafe("--today is for the demo only: this database is not one made by `demo`.")
    if is_loopback(host):
        return
    if demo_accounts:
        raise Unsafe(
            f"{host} can be reached from other machines and this database has demo accounts. "
            "Serve it on 127.0.0.1, or serve a database made by `init`."
        )
    if is_weak_secret(settings.secret):
        raise Unsafe(
            f"{host} can be reached from other machines and APREGISTER_SECRET is easy to guess. "
            f"Leave it unset, or give it at least {SHORTEST_SECRET} random characters."
        )
