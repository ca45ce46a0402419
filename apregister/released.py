"""Freezing a scorecard: its bytes are made of the register alone, kept, and made again to check."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from apregister.db import Engines, reading_at
from apregister.version import this_version
from movements.actor import Actor
from movements.append_only import REDACTION
from movements.attachments import Store
from movements.entry import ENTRIES, EntryRow, canonical, read_entries
from movements.kind import typed
from movements.places import PlaceFacts, find_place
from movements.problems import Problem, Refused
from movements.record import Recorded
from movements.register import last_entry
from movements.scorecard_release import (
    FIRST_SIGHT,
    Release,
    Releases,
    ScorecardComment,
    ScorecardFrozen,
    ScorecardOpened,
    ScorecardSupport,
    check_may_freeze,
    comment,
    freeze,
    offer_support,
    open_release,
    releases,
)
from reports.bands import MINIMUM_TO_SHOW
from reports.case_mix import OF_TIERS
from reports.curve import ENDS, Curve
from reports.follow_up.exits import RETURNED
from reports.scorecard import Scorecard, scorecard
from reports.trend import Trend

FORMAT = 4
WITHOUT_TIME = 2
"""The format that had no curve and no trends yet."""
BY_THE_REST = 3
"""The format that told few pupils by what was told of the rest of them."""
SAME = "the same, byte for byte"
REDACTED = (
    "kept whole under its hash; it cannot be made again, for entries that were known then have "
    "been redacted since"
)
OTHERWISE = (
    "kept whole under its hash; this version of the register makes it otherwise than the one that "
    "froze it"
)
DIFFERS = "not the same"
_KEPT_OF_FEW = (
    *("measure", "outcome", "role", "title", "minimum_to_show", "formula", "basis", "suppressed"),
)
_OF_A_MARK = ("week", "followed", "low", "high", ENDS[RETURNED])
"""By terms and returns alone: other ends, and single weeks, tell of few pupils."""
_LOST, _LOST_TOO = "What became of some pupils is not known", " pupils is not known"
FEWER = f"Fewer than {MINIMUM_TO_SHOW} pupils: not released."


def act_on_release(
    session: Session,
    store: Store,
    place: PlaceFacts,
    act: str,
    answers: Mapping[str, Any],
    by: Actor,
    today: date,
    source: str,
) -> Recorded:
    """Open a release, comment on it, offer support, or freeze it.

    A file is kept while the write lock is held, so that no entry names a file that is not there.
    Raises Refused with every problem found.
    """
    told = {**answers, "on": today.isoformat()}
    if act == "open":
        model = typed(ScorecardOpened, told)
        scorecard(session, place, model.year, today)
        return open_release(session, place, model, by, source)
    if act == "comment":
        return comment(session, place, typed(ScorecardComment, told), by, source)
    if act == "support":
        return offer_support(session, place, typed(ScorecardSupport, told), by, source)
    year = typed(ScorecardOpened, told).year
    held = check_may_freeze(session, place, year, by, today)
    upto = last_entry(session)
    data = release_bytes(session, place, year, today, upto, held)
    named = ScorecardFrozen(on=today, year=year, sha256=store.name_of(data), upto=upto)
    done = freeze(session, place, named, by, source)
    store.keep(data)
    return done


def release_bytes(
    session: Session,
    place: PlaceFacts,
    year: str,
    on: date,
    upto: int,
    held: Releases,
    made_by: str = "",
    as_format: int = FORMAT,
) -> bytes:
    """A release as its file holds it: fewer than six pupils are never told.

    The curve of returns is held by terms, and a measure's single years only where each has six
    pupils or none: less the others, the three years together would tell a smaller one. Of parts of
    a whole no single one is hidden, nor is it told by the share of the others. Counts and
    words about counts alone. What somebody wrote beside them stays in its entry, named by its leaf,
    so that it can be redacted there and the file stands.
    """
    made = scorecard(session, place, year, on)
    card = made.as_dict() | _over_time(made)
    if as_format <= WITHOUT_TIME:
        del card["curve"], card["trends"]
    release = {
        "format": as_format,
        "made_by": made_by or this_version(),
        "as_known_at_entry": upto,
        "rule": FIRST_SIGHT.cite,
        "scorecard": card
        | {
            "rows": [_row(row, as_format) for row in card["rows"]],
            "case_mix": _case_mix(card["case_mix"], as_format),
        },
        "comments": [
            {"whose": one.whose, "on": one.on.isoformat(), "entry": one.entry, "leaf": one.leaf}
            for one in held.comments
        ],
        "support": [
            {name: value for name, value in one.as_dict().items() if name != "what"}
            | {"leaf": one.leaf}
            for one in held.support
        ],
    }
    return (canonical(_rounded(release)) + "\n").encode()


def read_release(
    session: Session, store: Store, place: PlaceFacts, year: str, entry: int | None = None
) -> dict[str, Any]:
    """A frozen release, the last unless one is named. Raises Refused, and PaperLost."""
    frozen = releases(session, place.id, year).frozen
    found = next((one for one in reversed(frozen) if entry in (None, one.entry)), None)
    if found is None:
        raise Refused([Problem("entry", "no_release", "No such release has been frozen.")])
    told: dict[str, Any] = json.loads(store.read(found.sha256))
    for name, word in (("comments", "words"), ("support", "what")):
        told[name] = [one | {word: _written(session, one["entry"], word)} for one in told[name]]
    superseded = found is not frozen[-1]
    return {"entry": found.entry, "sha256": found.sha256, "superseded": superseded, **told}


def drawn_over_time(told: Mapping[str, Any]) -> tuple[Curve | None, tuple[Trend, ...]]:
    """The curve and the trends that a release holds, to be drawn; none of one kept without."""
    card = told["scorecard"]
    curve = card.get("curve")
    name, synthetic = card["place"]["name"], card["synthetic"]
    drawn = Curve.by_terms(curve, name, synthetic=synthetic) if curve else None
    return drawn, tuple(Trend.of(one) for one in card.get("trends", ()))


def checked(
    engines: Engines, session: Session, store: Store, place: PlaceFacts, year: str, one: Release
) -> str:
    """How a release stands: SAME, or why it cannot be made again, or DIFFERS.

    The file itself is what its hash says in each case. Raises PaperLost where it is not.
    """
    kept = store.read(one.sha256)
    told = json.loads(kept)
    made_by = str(told["made_by"])
    with reading_at(engines.register, one.upto) as then:
        held = releases(then, place.id, year)
        known = find_place(then, place.id)
        as_then = (year, one.on, one.upto, held, made_by, told["format"])
        if release_bytes(then, known, *as_then) == kept:
            return SAME
    if _redacted_since(session, one.upto):
        return REDACTED
    return OTHERWISE if made_by != this_version() else DIFFERS


def _redacted_since(session: Session, upto: int) -> bool:
    """Whether an entry that a release may rest on was redacted after it was frozen."""
    query = select(EntryRow.number).where(
        col(EntryRow.kind) == REDACTION,
        col(EntryRow.number) > upto,
        col(EntryRow.corrects) <= upto,
    )
    return session.exec(query.limit(1)).first() is not None


def _written(session: Session, number: int, word: str) -> str | None:
    """What an entry says; None where it was redacted."""
    (entry,) = read_entries(session, ENTRIES.where(col(EntryRow.number) == number))
    said: str | None = entry.answers().get(word)
    return said


def _row(row: dict[str, Any], as_format: int) -> dict[str, Any]:
    if row["suppressed"]:
        return {name: row[name] for name in _KEPT_OF_FEW} | {"sentence": FEWER}
    few = {name: _few(row[name]) for name in ("not_followed_up", "not_yet_due")}
    told = row | few | {name: _tallies(row[name]) for name in ("left_out", "beside")}
    if as_format <= BY_THE_REST:
        return told
    told["beside"] = _with_the_next(told["beside"])
    if few["not_followed_up"] is not None:
        return told
    why = f"{_LOST}{row['why'].partition(_LOST_TOO)[2]}" if _LOST_TOO in row["why"] else row["why"]
    return told | {"completeness": None, "why": why}


def _case_mix(tallies: list[dict[str, Any]], as_format: int) -> list[dict[str, Any]]:
    told = _tallies(tallies)
    if as_format <= BY_THE_REST:
        return told
    tiers = [one for one in told if one["words"] in OF_TIERS]
    return [one for one in told if one not in tiers] + _with_the_next(tiers)


def _with_the_next(tallies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where one number is hidden the next smallest too: the rest would tell the one."""
    told = [one for one in tallies if one["pupils"]]
    if sum(one["pupils"] is None for one in tallies) != 1 or not told:
        return tallies
    least = min(told, key=lambda one: int(one["pupils"]))
    return [one | {"pupils": None} if one is least else one for one in tallies]


def _over_time(card: Scorecard) -> dict[str, Any]:
    """The curve and the trends of a scorecard as far as they are released."""
    curve = card.curve.as_dict() if card.curve and card.curve.marks else None
    if curve:
        marks = [{name: mark[name] for name in _OF_A_MARK} for mark in curve["marks"]]
        curve["marks"] = [mark | {"followed": _few(mark["followed"])} for mark in marks]
    return {
        "curve": curve,
        "trends": [one.as_dict() for one in card.trends if not one.tells_of_few],
    }


def _tallies(tallies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one | {"pupils": _few(one["pupils"])} for one in tallies]


def _few(number: int) -> int | None:
    """A number of pupils; None for one to five."""
    return None if 0 < number < MINIMUM_TO_SHOW else number


def _rounded(told: Any) -> Any:
    """Six places are more than is known, and the same on every machine."""
    if isinstance(told, float):
        return round(told, 6)
    if isinstance(told, dict):
        return {name: _rounded(value) for name, value in told.items()}
    return [_rounded(value) for value in told] if isinstance(told, list) else told
