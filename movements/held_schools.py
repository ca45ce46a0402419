"""Every school the register holds, by URN, and what is to be added: nothing held is overwritten."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from movements.people_and_places import Place, PlaceVersion, new_id
from movements.school_versions import FACTS, Version

_STEP = 2000


class HeldSchools:
    """Schools as held, with what has been added to them since; `keep` writes what was added.

    A URN is at the place whose version with that URN was written last. What an authority told of a
    place, that it is used as alternative provision, stands in what is added to it.
    """

    def __init__(self, session: Session, recorded_at: str) -> None:
        self.place: dict[str, str] = {}
        self.last: dict[str, Version] = {}
        self._used_as: dict[str, str | None] = {}
        self.versions: dict[str, list[Version]] = defaultdict(list)
        self.today = date.fromisoformat(recorded_at[:10])
        self._session = session
        self._recorded_at = recorded_at
        self._new_places: list[dict[str, Any]] = []
        self._new_versions: list[dict[str, Any]] = []
        self._read()

    def _read(self) -> None:
        table = SQLModel.metadata.tables["place_version"]
        query = table.select().where(table.c.urn.is_not(None)).order_by(table.c.number)
        self._session.flush()
        for row in self._session.connection().execute(query).mappings():
            self._used_as[row["place_id"]] = row["setting_type"]
            self._hold(row["place_id"], Version(row["on"], {name: row[name] for name in FACTS}))

    def _hold(self, place: str, version: Version) -> None:
        urn = version.facts["urn"]
        self.place[urn], self.last[urn] = place, version
        self.versions[place].append(version)

    def successors(self) -> dict[str, str | None]:
        """By URN, the successors last told of it."""
        return {urn: version.facts["successor_urn"] for urn, version in self.last.items()}

    def new_place(self) -> str:
        """The id of a place that is added."""
        place = new_id("s")
        self._new_places.append({"id": place, "created_at": self._recorded_at})
        return place

    def add(self, place: str, version: Version, source: str) -> None:
        """Add a version to a place.

        What is told late of a school that another has followed at its place counts from the day
        before the other began at the latest, or it would hide the school that is there now.
        """
        latest = self._latest_day(place, version.facts["urn"])
        version = version._replace(on=min(version.on, latest))
        self._hold(place, version)
        self._new_versions.append(
            {
                **version.facts,
                "setting_type": self._used_as.get(place),
                "place_id": place,
                "on": version.on,
                "recorded_at": self._recorded_at,
                "source": ", ".join(filter(None, (source, version.note))),
            }
        )

    def _latest_day(self, place: str, urn: str) -> date:
        began: dict[str, date] = {}
        for version in self.versions[place]:
            known = version.facts["urn"]
            began[known] = min(version.on, began.get(known, version.on))
        mine = began.get(urn)
        later = [day for day in began.values() if mine is not None and day > mine]
        return min(later) - timedelta(days=1) if later else date.max

    def keep(self) -> None:
        """Write what was added."""
        self._insert(Place, self._new_places)
        self._insert(PlaceVersion, self._new_versions)

    def _insert(self, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(rows), _STEP):
            self._session.connection().execute(insert(table), rows[start : start + _STEP])
