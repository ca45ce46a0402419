"""The release of a setting's scorecard: shown to the setting first, then frozen for good.

The authority opens a release; the setting has 20 working days to correct data and comment; then
the authority freezes it. A frozen release is a file kept under its hash, named by an entry. It is
never corrected or withdrawn: only a new release supersedes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Literal

from pydantic import Field
from sqlmodel import Session, col

from movements.actor import Actor
from movements.basis import Basis
from movements.built_in_terms import bank_holidays
from movements.clock import Clock, Later, Started
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.kind import Answers, Count, FreeDay, Text
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import Recorded, append

OPENED, COMMENTED, FROZEN = "scorecard_opened", "scorecard_comment", "scorecard_frozen"
SUPPORTED = "scorecard_support"
WORKING_DAYS = 20
FIRST_SIGHT = Basis(
    "ours",
    "The setting sees its scorecard first and has 20 working days to correct data or comment; "
    "then the release is frozen, and superseded by a new release only",
)
WHOSE = {
    "setting": "The setting",
    "authority": "The authority",
    "pupils": "Pupils, in their words",
    "parents": "Parents, in their words",
}
_YEAR = "^20[0-9]{2}-[0-9]{2}$"


def working_days_after(day: date, number: int) -> date:
    """The day so many working days later: weekdays that are no bank holiday."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5 and day not in bank_holidays(day.year)
    return day


def _by_the_setting(_: Started, later: Later) -> bool:
    told: Entry = later.movement
    return told.kind == COMMENTED and told.answers().get("whose") == "setting"


SEEN_FIRST = Clock(
    id="scorecard_seen_first",
    title="Correct data or comment before a scorecard is frozen",
    owes="Corrections of data, or a comment; nobody has to",
    owner="setting",
    unit="stated",
    basis=FIRST_SIGHT,
    due_day=lambda movement, _: working_days_after(movement.on, WORKING_DAYS),
    stops=_by_the_setting,
    over=lambda _, later: later.movement.kind in (FROZEN, OPENED),
    about=lambda movement: f"scorecard of {movement.year}",
)


class ReleaseAct(Answers):
    """One act of a release: of which school year's scorecard."""

    id: ClassVar[str]
    year: str = Field(
        title="School year",
        description="The last of the three years counted",
        examples=["2025-26"],
        pattern=_YEAR,
    )


class ScorecardOpened(ReleaseAct):
    """The setting may look at what will be released."""

    id: ClassVar[str] = OPENED
    title: ClassVar[str] = "Scorecard shown first"
    clocks: ClassVar[tuple[Clock, ...]] = (SEEN_FIRST,)


class ScorecardComment(ReleaseAct):
    """What the setting, its authority, pupils or parents say to it. The last of each counts."""

    id: ClassVar[str] = COMMENTED
    whose: Literal["setting", "authority", "pupils", "parents"] = Field(
        title="Whose words", description="setting, authority, pupils or parents"
    )
    words: Text = Field(
        title="Comment",
        description="Name no child and nobody who works with one",
        examples=["Half of our leavers came after January."],
        min_length=1,
    )


class ScorecardSupport(ReleaseAct):
    """Support that the authority offers a setting, and until when; at any time."""

    id: ClassVar[str] = SUPPORTED
    what: Text = Field(
        title="Support offered",
        description="Name no child and nobody who works with one",
        examples=["An educational psychologist, a day a week"],
        min_length=1,
    )
    until: FreeDay | None = Field(
        default=None,
        title="Until",
        description="The last day it is offered",
        examples=["2026-12-18"],
    )


class ScorecardFrozen(ReleaseAct):
    """A release, by the SHA-256 of its bytes; `upto` is the last entry that it knows."""

    id: ClassVar[str] = FROZEN
    sha256: str = Field(title="SHA-256", description="Of its bytes", pattern="^[0-9a-f]{64}$")
    upto: Count = Field(title="Up to", description="The last entry it knows")


@dataclass(frozen=True)
class Comment:
    """Words told beside a scorecard before it was frozen; `leaf` proves them, and keeps none."""

    entry: int
    on: date
    whose: str
    words: str
    leaf: str


@dataclass(frozen=True)
class Support:
    """Support offered to the setting, from a day on and until when, if that is known."""

    entry: int
    on: date
    until: date | None
    what: str
    leaf: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        until = self.until.isoformat() if self.until else None
        return {"entry": self.entry, "on": self.on.isoformat(), "until": until, "what": self.what}


@dataclass(frozen=True)
class Release:
    """A frozen release: the file is named by `sha256`, made as known at the entry `upto`."""

    entry: int
    on: date
    sha256: str
    upto: int


@dataclass(frozen=True)
class Releases:
    """What was done for one setting's scorecard of a year.

    `opened` and `until` are of the release being prepared, None where none is; `comments` are its
    own, or those of the last release once it is frozen.
    """

    opened: date | None
    until: date | None
    comments: tuple[Comment, ...]
    frozen: tuple[Release, ...]
    support: tuple[Support, ...] = ()

    def may_freeze(self, today: date) -> bool:
        """Whether the setting's days are over."""
        return self.until is not None and today > self.until

    def as_dict(self) -> dict[str, Any]:
        """For JSON; the last release is the one in force."""
        return {
            "opened_on": self.opened.isoformat() if self.opened else None,
            "comments_until": self.until.isoformat() if self.until else None,
            "comments": [
                {"entry": c.entry, "on": c.on.isoformat(), "whose": c.whose, "words": c.words}
                for c in self.comments
            ],
            "support": [one.as_dict() for one in self.support],
            "releases": [
                {
                    "entry": one.entry,
                    "on": one.on.isoformat(),
                    "sha256": one.sha256,
                    "upto": one.upto,
                    "superseded": one is not self.frozen[-1],
                }
                for one in self.frozen
            ],
        }


def releases(session: Session, place: str, year: str) -> Releases:
    """What was opened, said and frozen of a setting's scorecard of a year."""
    query = ENTRIES.where(
        col(EntryRow.place_id) == place,
        col(EntryRow.kind).in_((OPENED, COMMENTED, SUPPORTED, FROZEN)),
        col(EntryRow.details).is_not(None),
    ).order_by(col(EntryRow.number))
    opened: date | None = None
    comments: dict[str, Comment] = {}
    support: list[Support] = []
    frozen: list[Release] = []
    for entry in read_entries(session, query):
        told = entry.answers()
        if told["year"] != year:
            continue
        if entry.kind == OPENED:
            opened, comments = entry.on, {}
        elif entry.kind == COMMENTED:
            comments[told["whose"]] = Comment(
                entry.number, entry.on, told["whose"], told["words"], entry.leaf.hex()
            )
        elif entry.kind == SUPPORTED:
            support.append(_support(entry))
        else:
            opened = None
            frozen.append(Release(entry.number, entry.on, told["sha256"], told["upto"]))
    until = working_days_after(opened, WORKING_DAYS) if opened else None
    return Releases(opened, until, tuple(comments.values()), tuple(frozen), tuple(support))


def open_release(
    session: Session, place: PlaceFacts, act: ScorecardOpened, by: Actor, source: str
) -> Recorded:
    """Let the setting see what will be released; held already while that goes on.

    Raises Refused for all but the setting's authority.
    """
    _check_authority(place, by)
    if releases(session, place.id, act.year).opened:
        return Recorded(_last(session, place.id, OPENED, act.year), "already_held", "")
    return Recorded(_add(session, place, act, by, source).number, "accepted", "")


def comment(
    session: Session, place: PlaceFacts, act: ScorecardComment, by: Actor, source: str
) -> Recorded:
    """Say something beside the scorecard while it is open. Raises Refused with what is wrong."""
    held = releases(session, place.id, act.year)
    problems = list(_comment_problems(place, held, act, by))
    if problems:
        raise Refused(problems)
    same = (c for c in held.comments if (c.whose, c.words) == (act.whose, act.words))
    if found := next(same, None):
        return Recorded(found.entry, "already_held", "")
    return Recorded(_add(session, place, act, by, source).number, "accepted", "")


def check_may_freeze(
    session: Session, place: PlaceFacts, year: str, by: Actor, today: date
) -> Releases:
    """What is to be frozen. Raises Refused before the setting's days are over."""
    _check_authority(place, by)
    held = releases(session, place.id, year)
    if held.until is None:
        words = "No release is open: open one, so that the setting sees it first."
        raise Refused([Problem("year", "not_open", words)])
    if not held.may_freeze(today):
        words = f"The setting has until {held.until:%-d %B %Y} to correct data and to comment."
        raise Refused([Problem("on", "too_soon", words)])
    return held


def freeze(
    session: Session, place: PlaceFacts, act: ScorecardFrozen, by: Actor, source: str
) -> Recorded:
    """Append the entry that names a release's file. Raises Refused as `check_may_freeze`."""
    check_may_freeze(session, place, act.year, by, act.on)
    return Recorded(_add(session, place, act, by, source).number, "accepted", "")


def offer_support(
    session: Session, place: PlaceFacts, act: ScorecardSupport, by: Actor, source: str
) -> Recorded:
    """Note support offered to a setting. Raises Refused for all but its authority."""
    _check_authority(place, by)
    told = (act.on, act.until, act.what)
    held = releases(session, place.id, act.year).support
    if same := next((one for one in held if (one.on, one.until, one.what) == told), None):
        return Recorded(same.entry, "already_held", "")
    return Recorded(_add(session, place, act, by, source).number, "accepted", "")


def _support(entry: Entry) -> Support:
    told = entry.answers()
    until = date.fromisoformat(told["until"]) if told.get("until") else None
    return Support(entry.number, entry.on, until, told["what"], entry.leaf.hex())


def kept_releases(session: Session) -> set[str]:
    """The SHA-256 of every release's file."""
    query = ENTRIES.where(col(EntryRow.kind) == FROZEN, col(EntryRow.details).is_not(None))
    return {str(entry.answers()["sha256"]) for entry in read_entries(session, query)}


def _check_authority(place: PlaceFacts, by: Actor) -> None:
    if not _is_authority(place, by):
        words = "A release is opened and frozen by the authority of the setting."
        raise Refused([Problem("place", "not_yours", words)])


def _is_authority(place: PlaceFacts, by: Actor) -> bool:
    return by.role == "la_officer" and by.authority is not None and by.authority == place.la_code


def _comment_problems(
    place: PlaceFacts, held: Releases, act: ScorecardComment, by: Actor
) -> Iterator[Problem]:
    own = by.role == "setting" and place.id in by.places
    may = _is_authority(place, by) if act.whose == "authority" else own
    if act.whose in ("pupils", "parents"):
        may = own or _is_authority(place, by)
    if not may:
        words = "The setting comments for itself and its authority for the authority."
        yield Problem("whose", "not_yours", words)
    if held.until is None:
        yield Problem("year", "not_open", "No release is open to be commented on.")
    elif act.on > held.until and act.whose != "authority":
        words = f"Comments were open until {held.until:%-d %B %Y}. Ask the authority to open again."
        yield Problem("on", "too_late", words)


def _add(session: Session, place: PlaceFacts, act: ReleaseAct, by: Actor, source: str) -> Entry:
    return append(
        session,
        kind=act.id,
        on=act.on,
        by=by,
        source=source,
        details=act.details(),
        subjects={"place_id": place.id},
        authority=place.la_code,
    )


def _last(session: Session, place: str, kind: str, year: str) -> int:
    query = ENTRIES.where(col(EntryRow.place_id) == place, col(EntryRow.kind) == kind)
    return max(e.number for e in read_entries(session, query) if e.answers()["year"] == year)
