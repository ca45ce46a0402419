"""The tables that are published, one entry each, in the layout of Explore Education Statistics.

A table is some levels of area, some filters and the measures. Each line of it adds up the settings
of its area that its filters take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from movements.basis import Basis
from reports.measure import OUTCOMES, Measure
from reports.publishing.areas import AREAS, Area

Level = Literal["National", "Regional", "Local authority", "School"]
NOT_APPLICABLE, NOT_AVAILABLE = "z", "x"
TOTAL = "Total"
OTHER = "Other alternative provision"
TYPES = {
    "14": "Pupil referral unit",
    "38": "Free schools alternative provision",
    "42": "Academy alternative provision converter",
    "43": "Academy alternative provision sponsor led",
}
"""Establishment types of GIAS by the words of the DfE's harmonised dictionary."""

LAYOUT = Basis(
    "guidance",
    "DfE, analysts' guide: Explore Education Statistics open data standards, as its screener "
    "(eesyscreener, May 2026) checks them; and `u`, low reliability, which the guide has and the "
    "screener does not take",
)


@dataclass(frozen=True)
class PublishedSetting:
    """A setting as it is named in a table."""

    id: str
    name: str
    la_code: str
    la_name: str
    type: str
    urn: str = NOT_APPLICABLE
    laestab: str = NOT_APPLICABLE

    @property
    def called(self) -> str:
        """What tells it from others in a table: its URN, else its authority's code and its name."""
        return self.urn if self.urn.isdigit() else f"{self.la_code} {self.name}"

    @property
    def area(self) -> Area:
        """Where its authority lies."""
        return AREAS.get(self.la_code, Area())


@dataclass(frozen=True)
class Filter:
    """A column by which a table is broken down, with a total."""

    column: str
    label: str
    hint: str
    items: tuple[str, ...]
    of: Callable[[PublishedSetting], str]

    def takes(self, item: str, setting: PublishedSetting) -> bool:
        """Whether a setting is added up under an item."""
        return item in (TOTAL, self.of(setting))


@dataclass(frozen=True)
class Indicator:
    """A column of numbers: what of a measure it tells, in which unit, to how many places."""

    measure: Measure
    part: Literal["pupil_count", "yes_count", "unknown_count", "percent", "change"]
    words: str
    unit: str = ""
    places: int = 0

    @property
    def column(self) -> str:
        """Its name in the file: rei_3_pupil_count."""
        return f"{self.measure.id.lower().replace('-', '_')}_{self.part}"

    @property
    def label(self) -> str:
        """Its name as shown."""
        return f"{self.measure.title}: {self.words}"

    @property
    def grouping(self) -> str:
        """The outcome it is shown under."""
        return OUTCOMES[self.measure.outcome]


@dataclass(frozen=True)
class Table:
    """A file of open data: its name without a date, what it is, its levels and its filters."""

    name: str
    title: str
    levels: tuple[Level, ...]
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of a table: the settings it adds up, and the columns that say which they are."""

    table: Table
    named: dict[str, str] = field(hash=False)
    members: tuple[int, ...]


ESTABLISHMENT_TYPE = Filter(
    "establishment_type",
    "Establishment type",
    "Filter by type of setting",
    (*TYPES.values(), OTHER),
    lambda setting: setting.type,
)
TABLES = (
    Table(
        "ap_outcomes",
        "Outcomes of alternative provision, by authority and type of setting",
        ("National", "Regional", "Local authority"),
        (ESTABLISHMENT_TYPE,),
    ),
    Table("ap_outcomes_settings", "Outcomes of alternative provision, by setting", ("School",)),
)
ENGLAND = {"country_code": "E92000001", "country_name": "England"}
_REGION = ("region_code", "region_name")
_AUTHORITY = ("old_la_code", "new_la_code", "la_name")
_SCHOOL = ("school_urn", "school_name", "school_laestab")
_COLUMNS: dict[Level, tuple[str, ...]] = {
    "National": (),
    "Regional": _REGION,
    "Local authority": (*_REGION, *_AUTHORITY),
    "School": (*_REGION, *_AUTHORITY, *_SCHOOL),
}
"""The columns that say where, besides the country."""


def indicators(measure: Measure) -> tuple[Indicator, ...]:
    """The columns of a measure."""
    pupils = Indicator(measure, "pupil_count", "pupils asked")
    if measure.method == "volume":
        return (pupils,)
    if measure.ends:
        unit = "pp" if measure.ends.unit == "percentage points" else ""
        value = Indicator(measure, "change", f"mean change in {measure.ends.unit}", unit, 1)
    else:
        value = Indicator(measure, "percent", "percentage yes", "%", 1)
    yes = Indicator(measure, "yes_count", "pupils yes")
    return (pupils, yes, Indicator(measure, "unknown_count", "pupils not followed up"), value)


def columns(table: Table) -> tuple[str, ...]:
    """The columns of a table that say of whom a line is, in their order."""
    where = dict.fromkeys(name for level in table.levels for name in _COLUMNS[level])
    by = (one.column for one in table.filters)
    return ("time_period", "time_identifier", "geographic_level", *ENGLAND, *where, *by)


def rows(
    table: Table, settings: Sequence[PublishedSetting], period: str, levels: Sequence[Level]
) -> Iterator[Row]:
    """The lines of a table for a school year written 202526, by level, area and filter."""
    blank = dict.fromkeys(columns(table), "")
    for level in (one for one in table.levels if one in levels):
        for where, within in _areas(level, settings):
            for items in product(*((TOTAL, *one.items) for one in table.filters)):
                by = {one.column: item for one, item in zip(table.filters, items, strict=True)}
                named = {
                    "time_period": period,
                    "time_identifier": "Academic year",
                    "geographic_level": level,
                }
                members = tuple(
                    n
                    for n in within
                    if all(
                        f.takes(item, settings[n])
                        for f, item in zip(table.filters, items, strict=True)
                    )
                )
                yield Row(table, {**blank, **named, **ENGLAND, **where, **by}, members)


def _areas(
    level: Level, settings: Sequence[PublishedSetting]
) -> Iterator[tuple[dict[str, str], list[int]]]:
    """Each area of a level by its columns, and the settings in it by position."""
    found: dict[tuple[str, ...], tuple[dict[str, str], list[int]]] = {}
    for n, one in enumerate(settings):
        where = {name: _where(one)[name] for name in _COLUMNS[level]}
        key = (one.id,) if level == "School" else tuple(where.values())
        found.setdefault(key, (where, []))[1].append(n)
    yield from found.values()


def _where(setting: PublishedSetting) -> dict[str, str]:
    area = setting.area
    return {
        "region_code": area.region,
        "region_name": area.region_name,
        "old_la_code": setting.la_code,
        "new_la_code": area.la,
        "la_name": setting.la_name,
        "school_urn": setting.urn,
        "school_name": setting.name,
        "school_laestab": setting.laestab,
    }
