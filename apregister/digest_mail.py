"""A digest as e-mail: how many of what, and a link to each list; no child and no place named."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from apregister.digest import DigestShown, OwedShown
from apregister.invented import SAID
from movements.counted import counted
from movements.exceptions import EXCEPTIONS

Part = Literal["overdue", "due", "waiting"]
PARTS: dict[Part, str] = {
    "overdue": "Overdue",
    "due": "Due within 14 days",
    "waiting": "Waiting for your answer",
}


@dataclass(frozen=True)
class Counted:
    """How many of one clock or question are owed. `cause` is its id."""

    part: Part
    cause: str
    what: str
    many: int


@dataclass(frozen=True)
class Mail:
    """What is sent: its subject and its text."""

    subject: str
    text: str


def counted_in(digests: Iterable[DigestShown]) -> list[Counted]:
    """How many of what a person's digests hold together, the most of each part first."""
    held: dict[tuple[Part, str], list[OwedShown]] = {}
    for digest in digests:
        for part in PARTS:
            for one in getattr(digest, part):
                held.setdefault((part, one.cause), []).append(one)
    found = (Counted(part, cause, of[0].what, len(of)) for (part, cause), of in held.items())
    turn = list(PARTS)
    return sorted(found, key=lambda one: (turn.index(one.part), -one.many, one.what))


def owes(digests: Iterable[DigestShown], without: Collection[str]) -> bool:
    """Whether anything is owed but what is left out."""
    return any(one.cause not in without for one in counted_in(digests))


def mail_of(digests: Collection[DigestShown], without: Collection[str], url: str | None) -> Mail:
    """What a person is sent of their digests, without the clocks and questions left out.

    `url` is where the pages are; no link is in it where that is not known.
    """
    found = [one for one in counted_in(digests) if one.cause not in without]
    sums = {part: sum(one.many for one in found if one.part == part) for part in PARTS}
    said = f"{sums['overdue']} overdue, {sums['due']} due, {sums['waiting']} waiting"
    lines = "\n".join(_lines(digests, found, sums, url))
    return Mail(f"Register of pupil movements: {said}", lines + "\n")


def mail_of_long_overdue(digests: Collection[DigestShown], url: str | None) -> Mail | None:
    """What the person is sent to whom what is long overdue there is told; None where nothing is."""
    long = [
        digest.model_copy(
            update={"overdue": [o for o in digest.overdue if o.escalated], "due": [], "waiting": []}
        )
        for digest in digests
    ]
    found = counted_in(long)
    if not found:
        return None
    sums: dict[Part, int] = {"overdue": sum(one.many for one in found), "due": 0, "waiting": 0}
    after = ", ".join(sorted({counted(one.escalates_after, "school day") for one in digests}))
    told = f"You are named as the person told of what is overdue by {after} or more."
    lines = "\n".join([told, *_lines(long, found, sums, url)])
    return Mail(f"Register of pupil movements: {sums['overdue']} long overdue", lines + "\n")


def _lines(
    digests: Collection[DigestShown], found: list[Counted], sums: dict[Part, int], url: str | None
) -> Iterator[str]:
    if any(one.synthetic for one in digests):
        yield SAID
    days = {one.on for one in digests}
    yield "What is owed, " + ", ".join(f"{day:%-d %B %Y}" for day in sorted(days)) + "."
    yield "No child and no place is named here: sign in to see whose each is."
    for part, title in PARTS.items():
        of_part = [one for one in found if one.part == part]
        if of_part:
            yield ""
            yield f"{title} ({sums[part]})"
        for one in of_part:
            yield f"- {one.many}: {one.what}"
            if url:
                yield f"  {_address(url, one)}"
    if not found:
        yield ""
        yield "Nothing is overdue, due within 14 days or waiting."
    if url:
        yield ""
        yield f"To change what is sent, or to stop it: {url.rstrip('/')}/digest"


def _address(url: str, one: Counted) -> str:
    base = url.rstrip("/")
    if one.part != "waiting":
        state = "missed" if one.part == "overdue" else "running"
        return f"{base}/due?{urlencode({'state': state, 'clock': one.cause})}"
    if one.cause in EXCEPTIONS:
        return f"{base}/ledger?{urlencode({'cause': one.cause})}"
    return f"{base}/needs"
