"""Schools from GIAS, and settings that are not in it: places, with what was known of each when.

Nothing known is overwritten: a rename, a closure or a new successor adds a version. A place keeps
its id for life, so a school that converts is one place with two URNs.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, col, select

from movements.codes import SETTING_TYPES
from movements.gias import Establishment, Extract, read_extract
from movements.gias_links import LinksFile
from movements.held_schools import HeldSchools
from movements.identifiers import ukprn_problem
from movements.intake.plain_text import Unreadable
from movements.people_and_places import Place, PlaceVersion, new_id
from movements.places import PlaceFacts, authority_name, place_facts
from movements.problems import Problem, Refused
from movements.school_versions import (
    LONG_AGO,
    Version,
    changed_version,
    conversions,
    facts_of,
    first_versions,
    started,
)
from movements.successors import Linking, LinksReport, links_told, with_successors

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
    links: LinksReport | None = None


def import_schools(
    session: Session,
    source: Path | str | bytes | Extract,
    *,
    recorded_at: str,
    links: LinksFile | None = None,
    spoken_for: Collection[str] = (),
    progress: Progress | None = None,
) -> SchoolsReport:
    """Take in a GIAS extract and the links file beside it; only what is new or changed is written.

    A door reads the files first (`read_gias`, `read_links`), before it takes the write lock.
    `spoken_for` are places that accounts or keys are for. Raises Unreadable when the file is not a
    GIAS extract. Rows that cannot be read come back in `problems` as (line in the file, problem);
    the others are kept.
    """
    extract = source if isinstance(source, Extract) else read_extract(source)
    schools = with_successors(extract.establishments, links)
    schools.sort(key=lambda school: (started(school), school.urn))
    held = HeldSchools(session, recorded_at)
    linked = Linking(session, held, links, spoken_for) if links else None
    facts = {urn: version.facts for urn, version in held.last.items()}
    facts |= {school.urn: facts_of(school) for school in schools}
    converted = conversions(links_told(schools, links), facts)
    books = _Books(held, schools, converted, f"GIAS, {extract.name}")
    for done, school in enumerate(schools, 1):
        books.take(school)
        if progress and (done % _STEP == 0 or done == len(schools)):
            progress(done, len(schools))
    report = linked.report() if linked else None
    held.keep()
    return _report(schools, books.counts, extract.problems, report)


def import_links(
    session: Session,
    links: LinksFile,
    *,
    recorded_at: str,
    spoken_for: Collection[str] = (),
) -> LinksReport:
    """Take in a links file by itself, for schools that are held; only what is new is written.

    Raises Unreadable when no school is held yet.
    """
    held = HeldSchools(session, recorded_at)
    if not held.last:
        raise Unreadable(
            f"{links.name} links schools, and none are held yet: import 'Establishment fields' "
            "first, or both together with --links."
        )
    report = Linking(session, held, links, spoken_for).report()
    held.keep()
    return report


def _report(
    schools: Sequence[Establishment],
    counts: Mapping[str, int],
    problems: tuple[tuple[int, Problem], ...],
    links: LinksReport | None,
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
        links=links,
    )


class _Books:
    """The places and versions that an extract adds to what is held.

    Schools are taken in order of opening, so that the place of a converted school is known before
    the school it became.
    """

    def __init__(
        self,
        held: HeldSchools,
        schools: Sequence[Establishment],
        converted: Iterable[tuple[str, str]],
        source: str,
    ) -> None:
        by_urn = {school.urn: school for school in schools}
        self.counts: Counter[str] = Counter()
        self._held = held
        self._source = source
        self._before: dict[str, str] = {}
        self._after: dict[str, Establishment | None] = {}
        for before, after in converted:
            self._before[after], self._after[before] = before, by_urn.get(after)

    def take(self, school: Establishment) -> None:
        """Add what the row says that is not known yet."""
        after, today = self._after.get(school.urn), self._held.today
        held = self._held.last.get(school.urn)
        if held is None:
            self._add("new", school, first_versions(school, today, after))
            return
        changed = changed_version(held, school, today, after)
        self._add("changed" if changed else "unchanged", school, [changed] if changed else [])

    def _add(self, what: str, school: Establishment, versions: Iterable[Version]) -> None:
        self.counts[what] += 1
        place = self._place_of(school.urn)
        before = self._held.last.get(self._before.get(school.urn, ""))
        not_before = before.on if before else LONG_AGO
        for version in versions:
            on = max(version.on, not_before)
            self._held.add(place, version._replace(on=on), self._source)

    def _place_of(self, urn: str) -> str:
        """The id of the place: that of the school it was converted from, or a new one."""
        known = self._held.place
        return known.get(urn) or known.get(self._before.get(urn, "")) or self._held.new_place()


ADDED_BY_HAND = "added by hand"


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
            source=ADDED_BY_HAND,
            ukprn=setting.ukprn,
            setting_type=setting.setting_type,
        )
    )
    session.flush()
    return place_facts(session, [place.id])[place.id]


def close_setting(session: Session, place: str, closed: date, recorded_at: str) -> PlaceFacts:
    """Tell that a setting added by hand has closed on a day; whoever is placed there is asked for.

    `place` is its id. Raises Refused: a place of GIAS, whose extract tells it; one that is closed
    already; a day to come.
    """
    held = session.exec(
        select(PlaceVersion)
        .where(PlaceVersion.place_id == place)
        .order_by(col(PlaceVersion.on), col(PlaceVersion.number))
    ).all()[-1]
    problems = [*_closing_problems(held, closed, date.fromisoformat(recorded_at[:10]))]
    if problems:
        raise Refused(problems)
    told = held.model_dump(exclude={"number", "on", "recorded_at", "closed", "status"})
    on = max(closed, held.on)
    session.add(
        PlaceVersion(**told, on=on, recorded_at=recorded_at, closed=closed, status="closed")
    )
    session.flush()
    return place_facts(session, [place])[place]


def _closing_problems(held: PlaceVersion, closed: date, today: date) -> Iterator[Problem]:
    if held.urn or held.source != ADDED_BY_HAND:
        yield Problem(
            "place",
            "in_gias",
            f"{held.name} is in Get Information About Schools: its extract tells when it closed.",
        )
    elif held.status == "closed":
        yield Problem("place", "already_closed", f"{held.name} is closed already.")
    if closed > today:
        yield Problem("on", "in_future", "The day is to come: tell it when the setting has closed.")


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
