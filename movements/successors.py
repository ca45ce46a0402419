"""Schools that followed others, by the links file: noted, and one place where one converts.

Two URNs of a conversion become one place even where each was held as a place of its own, so long
as nothing names one of the two yet: the other takes its versions over, and it is a place no more.
Where both are in use they stay two: entries keep the place they were recorded for, and the
successor is noted at the school that closed.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from movements.gias import Establishment, successors_as_written
from movements.gias_links import Link, LinksFile
from movements.held_schools import HeldSchools
from movements.place_use import places_in_use
from movements.problems import Problem
from movements.school_versions import LONG_AGO, Version, conversions


class Pair(NamedTuple):
    """The URNs of a school that converted and of the one it became."""

    before: str
    after: str


@dataclass(frozen=True)
class LinksReport:
    """What a links file came to.

    `successors`, `predecessors` and `others` (by type) count rows; `linked` are the schools held
    whose successor the file tells, `noted` those of them where that is news. `joined` became one
    place now; `apart` are conversions that stay two places, as both are in use. `not_held` are the
    URNs linked with a school that is held and not held themselves; `strangers` counts the pairs of
    which neither is.
    """

    successors: int
    predecessors: int
    others: Counter[str]
    linked: int
    noted: int
    joined: tuple[Pair, ...]
    apart: tuple[Pair, ...]
    not_held: tuple[str, ...]
    strangers: int
    problems: tuple[tuple[int, Problem], ...]


def links_told(schools: Iterable[Establishment], file: LinksFile | None) -> list[Link]:
    """The links of a file, and those an extract tells of schools that the file says nothing of."""
    given = list(file.links) if file else []
    told = {link.before for link in given}
    return given + [link for s in schools if s.urn not in told for link in _column_links(s)]


def _column_links(school: Establishment) -> list[Link]:
    plain = school.successor_link.lower() == "successor"
    successors = (school.successor_urn or "").split(";")
    return [Link(school.urn, urn, plain) for urn in successors if urn]


def with_successors(
    schools: Iterable[Establishment], file: LinksFile | None
) -> list[Establishment]:
    """The schools with the successors that a links file tells of them."""
    told = _successors_told(file.links if file else ())
    return [
        replace(school, successor_urn=told[school.urn]) if school.urn in told else school
        for school in schools
    ]


def _successors_told(links: Iterable[Link]) -> dict[str, str | None]:
    after: dict[str, set[str]] = defaultdict(set)
    for link in links:
        after[link.before].add(link.after)
    return {urn: successors_as_written(urns) for urn, urns in after.items()}


class Linking:
    """A links file brought to the schools held; begun before an extract beside it is taken in."""

    def __init__(
        self, session: Session, held: HeldSchools, file: LinksFile, spoken_for: Collection[str]
    ) -> None:
        self._session = session
        self._held = held
        self._file = file
        self._spoken_for = spoken_for
        self._source = f"GIAS links, {file.name}"
        self._successors = held.successors()
        self._places = dict(held.place)

    def report(self) -> LinksReport:
        """Join what is one place, note every successor, and say what came of it."""
        apart = self._join()
        self._note()
        file, held = self._file, self._held.last
        told = [urn for urn in _successors_told(file.links) if urn in held]
        now = self._held.successors()
        return LinksReport(
            successors=file.successors,
            predecessors=file.predecessors,
            others=file.others,
            linked=len(told),
            noted=sum(now[urn] != self._successors.get(urn) for urn in told),
            joined=tuple(pair for pair in self._converted() if self._is_newly_one(pair)),
            apart=tuple(apart),
            not_held=tuple(sorted({*self._not_held()})),
            strangers=sum(one.before not in held and one.after not in held for one in file.links),
            problems=file.problems,
        )

    def _not_held(self) -> Iterator[str]:
        held = self._held.last
        for link in self._file.links:
            if (link.before in held) != (link.after in held):
                yield link.after if link.before in held else link.before

    def _converted(self) -> list[Pair]:
        """Conversions between schools that are held, in the order in which they came about."""
        facts = {urn: version.facts for urn, version in self._held.last.items()}
        found = conversions(self._file.links, facts)
        found.sort(key=lambda pair: facts[pair[1]]["opened"] or LONG_AGO)
        return [Pair(*pair) for pair in found]

    def _is_newly_one(self, pair: Pair) -> bool:
        was = [self._places.get(urn) for urn in pair]
        now = [self._held.place[urn] for urn in pair]
        return now[0] == now[1] and (None in was or was[0] != was[1])

    def _join(self) -> list[Pair]:
        """Make conversions one place where they are two; returns those that have to stay two."""
        place = self._held.place
        two = [pair for pair in self._converted() if place[pair.before] != place[pair.after]]
        ids = {place[urn] for pair in two for urn in pair}
        used = places_in_use(self._session, ids, self._spoken_for) if ids else set()
        apart = []
        for pair in two:
            first, second = place[pair.before], place[pair.after]
            if {first, second} <= used:
                apart.append(pair)
            elif second in used:
                self._move(first, second, pair.after)
            else:
                self._succeed(first, second, pair.before)
        return apart

    def _move(self, empty: str, keep: str, urn: str) -> None:
        for version in tuple(self._held.versions[empty]):
            note = ", ".join(filter(None, (version.note, f"one place with URN {urn}")))
            self._held.add(keep, version._replace(note=note), self._source)

    def _succeed(self, first: str, second: str, before: str) -> None:
        """Bring the later school to the place of the earlier one.

        What was told of the earlier one for days on which the later one stood already (a closure
        whose day nobody knew, say) may not hide it: the later one is told again for those days.
        """
        later = tuple(self._held.versions[second])
        opened = min(version.on for version in later)
        for old in sorted(self._held.versions[first], key=lambda version: version.on):
            if old.on >= opened:
                again = _in_force(later, old.on)._replace(on=old.on)
                self._held.add(first, again, self._source)
        self._move(second, first, before)

    def _note(self) -> None:
        ends = {link.before: link.since for link in self._file.links if link.since}
        for urn, successors in _successors_told(self._file.links).items():
            held = self._held.last.get(urn)
            if held is None or held.facts["successor_urn"] == successors:
                continue
            facts = {**held.facts, "successor_urn": successors}
            on = held.on
            if held.facts["status"] != "closed":
                on = max(on, min(self._held.today, ends.get(urn, self._held.today)))
            self._held.add(self._held.place[urn], Version(on, facts), self._source)


def _in_force(versions: Sequence[Version], on: date) -> Version:
    """The version of a day: of those that began by then, the one that began last."""
    return sorted((one for one in versions if one.on <= on), key=lambda one: one.on)[-1]
