"""What a GIAS row says was known of a school, and from when; which schools are one place."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from movements.gias import Establishment
from movements.gias_links import Link

LONG_AGO = date(1900, 1, 1)
"""From when a place is known whose opening day is not."""

FACTS = (
    *("urn", "ukprn", "name", "type_code", "type_name", "group_code", "la_code", "la_name"),
    *("estab", "phase", "low_age", "high_age", "status", "opened", "closed", "postcode", "town"),
    *("successor_urn", "trust_code"),
)
Facts = dict[str, Any]

_BEFORE_ITS_END: Facts = {"status": "open", "closed": None, "successor_urn": None}
_LONGEST_GAP = timedelta(days=62)


class Version(NamedTuple):
    """The facts of a school from a day on; `note` says more of where they come from."""

    on: date
    facts: Facts
    note: str = ""


def facts_of(school: Establishment) -> Facts:
    """The facts a version holds, by column."""
    return {name: getattr(school, name) for name in FACTS}


def started(school: Establishment) -> date:
    """The day from which a school is known."""
    return school.opened or LONG_AGO


def first_versions(
    school: Establishment, today: date, follower: Establishment | None
) -> list[Version]:
    """The versions of a URN seen for the first time: as it opened, as renamed, as it ended.

    `follower` is the school it was converted to. An end whose day GIAS does not tell is dated the
    day before the follower opened, or else today. A rename is dated the first September after the
    earlier name was held.
    """
    start, facts = started(school), facts_of(school)
    end = _end(school, today, follower)
    running = facts if end is None else {**facts, **_BEFORE_ITS_END}
    versions = [Version(start, running)]
    if school.earlier_name:
        renamed = max(start, date(school.earlier_year, 9, 1))
        note = f"name of {school.earlier_year}"
        versions = [Version(start, {**running, "name": school.earlier_name}, note)]
        if end is None or renamed < end:
            versions.append(Version(renamed, running))
    if end is not None:
        versions.append(Version(max(end, versions[-1].on), facts))
    return versions


def changed_version(
    held: Version, school: Establishment, today: date, follower: Establishment | None
) -> Version | None:
    """The version that a row adds to what was held of its URN; None when nothing changed.

    A closure counts from its own day and an opening too; any other change from today. A file that
    tells no successor (the full extract has none to tell) leaves the one that was told before.
    """
    facts = facts_of(school)
    facts["successor_urn"] = facts["successor_urn"] or held.facts["successor_urn"]
    if facts == held.facts:
        return None
    on = today
    if school.status == "closed" and held.facts["status"] != "closed":
        on = _end(school, today, follower) or today
    elif school.status == "open" and held.facts["status"] == "proposed":
        on = school.opened or today
    return Version(max(on, held.on), facts)


def _end(school: Establishment, today: date, follower: Establishment | None) -> date | None:
    if school.status == "proposed_to_close":
        return today
    if school.status != "closed":
        return None
    if school.closed or not (follower and follower.opened):
        return school.closed or today
    return follower.opened - timedelta(days=1)


def conversions(links: Collection[Link], facts: Mapping[str, Facts]) -> list[tuple[str, str]]:
    """The URN of each converted school with that of the one it became, where both are known.

    A conversion is one closed school with one plain successor that opened within two months of its
    end and followed no other. Mergers, amalgamations, splits, and successors that were open before,
    are none: they stay places of their own, and the successor is only noted.
    """
    into = Counter(link.after for link in links)
    out_of = Counter(link.before for link in links)
    return [
        (link.before, link.after)
        for link in links
        if link.plain
        and into[link.after] == out_of[link.before] == 1
        and link.before in facts
        and link.after in facts
        and _follows(facts[link.before], facts[link.after])
    ]


def _follows(before: Facts, after: Facts) -> bool:
    opened, closed = after["opened"], before["closed"]
    if before["status"] != "closed" or not opened or opened <= (before["opened"] or LONG_AGO):
        return False
    return not closed or timedelta(0) <= opened - closed <= _LONGEST_GAP
