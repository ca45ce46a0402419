"""Schools from GIAS, and settings that are not in it: places, with what was known of each when.

Nothing known is overwritten: a rename, a closure or a new successor adds a version. A place keeps
its id for life, so a school that converts is one place with two URNs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, select

from movements.codes import SETTING_TYPES
from movements.gias import Establishment, Extract, read_extract
from movements.identifiers import ukprn_problem
from movements.people_and_places import Place, PlaceVersion, new_id
from movements.places import PlaceFacts, authority_name, place_facts
from movements.problems import Problem, Refused
from movements.school_versions import (
    FACTS,
    LONG_AGO,
    Version,
    changed_version,
    conversions,
    first_versions,
    started,
)

Progress = Callable[[int, int], None]
"""Told how many establishments are done, and of how many."""

_STEP = 2000


@dataclass(frozen=True)
class SchoolsReport:
    """What a GIAS extract came to, counted in establishments (URNs), closed ones included."""

    total: int
    ap_total: int
    ap_closed: int
    by_type: Counter[str]
    new: int
    changed: int
    unchanged: int
    problems: tuple[tuple[int, Problem], ...]


def import_schools(
    session: Session,
    source: Path | str | bytes | Extract,
    *,
    recorded_at: str,
    progress: Progress | None = None,
) -> SchoolsReport:
    """Take in a GIAS extract; only what is new or has changed is written.

    A door reads the file first (`read_extract`), before it takes the write lock. Raises Unreadable
    when the file is not a GIAS extract. Rows that cannot be read come back in `problems` as (line
    in the file, problem); the others are kept.
    """
    extract = source if isinstance(source, Extract) else read_extract(source)
    schools = sorted(extract.establishments, key=lambda school: (started(school), school.urn))
    known = _known(session)
    books = _Books(known, conversions(schools), recorded_at, f"GIAS, {extract.name}")
    for done, school in enumerate(schools, 1):
        books.take(school)
        if progress and (done % _STEP == 0 or done == len(schools)):
            progress(done, len(schools))
    _insert(session, Place, books.places)
    _insert(session, PlaceVersion, books.versions)
    return _report(schools, books.counts, extract.problems)


def _report(
    schools: Sequence[Establishment],
    counts: Mapping[str, int],
    problems: tuple[tuple[int, Problem], ...],
) -> SchoolsReport:
    ap = [school for school in schools if school.is_ap]
    return SchoolsReport(
        total=len(schools),
        ap_total=len(ap),
        ap_closed=sum(school.status == "closed" for school in ap),
        by_type=Counter(school.type_name for school in schools),
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        problems=problems,
    )


class _Books:
    """The places and versions that an extract adds to what is known.

    Schools are taken in order of opening, so that the place of a converted school is known before
    the school it became.
    """

    def __init__(
        self,
        known: Mapping[str, tuple[str, Version]],
        converted: Iterable[tuple[Establishment, Establishment]],
        recorded_at: str,
        source: str,
    ) -> None:
        self.known = known
        self.places: list[dict[str, Any]] = []
        self.versions: list[dict[str, Any]] = []
        self.counts: Counter[str] = Counter()
        self._ids = {urn: place for urn, (place, _) in known.items()}
        self._last_on = {urn: version.on for urn, (_, version) in known.items()}
        self._before: dict[str, str] = {}
        self._after: dict[str, Establishment] = {}
        for before, after in converted:
            self._before[after.urn], self._after[before.urn] = before.urn, after
        self._recorded_at = recorded_at
        self._today = date.fromisoformat(recorded_at[:10])
        self._source = source

    def take(self, school: Establishment) -> None:
        """Add what the row says that is not known yet."""
        after = self._after.get(school.urn)
        if school.urn not in self.known:
            self._count("new", school, first_versions(school, self._today, after))
            return
        _, held = self.known[school.urn]
        changed = changed_version(held, school, self._today, after)
        self._count("changed" if changed else "unchanged", school, [changed] if changed else [])

    def _count(self, what: str, school: Establishment, versions: Iterable[Version]) -> None:
        self.counts[what] += 1
        place = self._place_of(school.urn)
        not_before = self._last_on.get(self._before.get(school.urn, ""), LONG_AGO)
        for version in versions:
            on = max(version.on, not_before)
            self._last_on[school.urn] = on
            self.versions.append(
                {
                    **version.facts,
                    "place_id": place,
                    "on": on,
                    "recorded_at": self._recorded_at,
                    "source": ", ".join(filter(None, (self._source, version.note))),
                }
            )

    def _place_of(self, urn: str) -> str:
        """The id of the place: that of the school it was converted from, or a new one."""
        if urn not in self._ids:
            self._ids[urn] = self._ids.get(self._before.get(urn, "")) or self._new_place()
        return self._ids[urn]

    def _new_place(self) -> str:
        place = new_id("s")
        self.places.append({"id": place, "created_at": self._recorded_at})
        return place


def _known(session: Session) -> dict[str, tuple[str, Version]]:
    """The place and the last version of every URN."""
    table = SQLModel.metadata.tables["place_version"]
    query = table.select().where(table.c.urn.is_not(None)).order_by(table.c.number)
    session.flush()
    return {
        row["urn"]: (row["place_id"], Version(row["on"], {name: row[name] for name in FACTS}))
        for row in session.connection().execute(query).mappings()
    }


def _insert(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _STEP):
        session.connection().execute(insert(table), rows[start : start + _STEP])


class _Setting(NamedTuple):
    """What a setting outside GIAS is known by: exactly one of the two."""

    ukprn: str | None
    setting_type: str | None


def add_setting(
    session: Session,
    *,
    name: str,
    la_code: str,
    ukprn: str | None = None,
    setting_type: str | None = None,
    recorded_at: str,
) -> PlaceFacts:
    """Add an AP setting that is not in GIAS, known by exactly one of UKPRN and type of setting.

    Raises Refused: no name, no such authority, neither or both of the two, or held already.
    Basis: DfE AP census guide, placement items (exactly one of URN, UKPRN, type of setting).
    """
    name, today = " ".join(name.split()), date.fromisoformat(recorded_at[:10])
    setting = _Setting(ukprn or None, setting_type or None)
    la_name = authority_name(session, la_code)
    problems = [*_setting_problems(name, la_name, la_code), *_known_by_problems(setting, today)]
    if problems or (problems := [*_held_already(session, name, la_code, setting)]):
        raise Refused(problems)
    place = Place(id=new_id("s"), created_at=recorded_at)
    session.add(place)
    session.flush()
    session.add(
        PlaceVersion(
            place_id=place.id,
            name=name,
            type_name=SETTING_TYPES.label(setting_type) if setting_type else "Registered provider",
            la_code=la_code,
            la_name=la_name,
            on=today,
            recorded_at=recorded_at,
            source="added by hand",
            ukprn=setting.ukprn,
            setting_type=setting.setting_type,
        )
    )
    session.flush()
    return place_facts(session, [place.id])[place.id]


def _setting_problems(name: str, la_name: str | None, la_code: str) -> Iterator[Problem]:
    if not name:
        yield Problem("name", "missing", "Enter the setting's name.")
    if la_name is None:
        yield Problem(
            "la_code",
            "unknown_authority",
            f"'{la_code}' is no local authority's code: give a three-digit code such as 330.",
        )


def _known_by_problems(setting: _Setting, today: date) -> Iterator[Problem]:
    ukprn, setting_type = setting
    if bool(ukprn) == bool(setting_type):
        yield Problem(
            "setting_type",
            "exactly_one",
            "Give exactly one of the two: the UKPRN of a registered provider, or a type of setting "
            "(NFE, OOT, WBP or OTH) where there is none.",
        )
        return
    wrong = ukprn_problem(ukprn) if ukprn else SETTING_TYPES.problem(setting_type or "", today)
    if wrong:
        yield Problem("ukprn" if ukprn else "setting_type", "not_allowed", wrong)


def _held_already(
    session: Session, name: str, la_code: str, setting: _Setting
) -> Iterator[Problem]:
    """A UKPRN names one place; so do a name and a type within an authority."""
    query = select(PlaceVersion).where(PlaceVersion.ukprn == setting.ukprn)
    if not setting.ukprn:
        query = select(PlaceVersion).where(
            col(PlaceVersion.setting_type) == setting.setting_type,
            PlaceVersion.la_code == la_code,
            PlaceVersion.name == name,
        )
    held = session.exec(query).first()
    if held:
        yield Problem(
            "ukprn" if setting.ukprn else "name",
            "already_held",
            f"{held.name} is in the register already: use its id, {held.place_id}.",
        )
