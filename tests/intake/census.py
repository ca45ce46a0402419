"""A COLLECT export of the school census for the world of the marks, taken in by a test.

The world (see tests/attendance/world.py): amy and ben are on roll at Brook School (900001) since
1 September 2025, cal and dot at Hill School (900003); The Lodge (900002) is a setting. The census
is of 6 October 2025. Schools are called B and H in the export.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from movements.actor import Actor
from movements.intake.collect import CollectReport, take_in_collect
from movements.intake.collect_export import read_export
from movements.intake.collect_schools import read_schools
from movements.intake.reading import read_rows
from movements.places import PlaceFacts
from tests.attendance.world import HOME, OTHER, upn
from tests.intake.world import Files, said

CENSUS = date(2025, 10, 6)
MIDNIGHT = " 00:00:00"
MAP = f"school,place\nB,{HOME}\nH,{OTHER}\n"
PUPILS = (
    "pupilonrolltableid,NativeId,dob,surname,forename,upn,formerupn,uniquelearnernumber,sex,"
    "entrydate,enrolstatus,senprovision,ncyearactual,ethnicity"
)
LEAVERS = "pupilnolongeronrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate,leavingdate"
EXCLUSIONS = "pupilonrolltableid,NativeId,startdate,sessions,reason1,reason2,reason3,category"
MEALS = "pupilonrolltableid,NativeId,fsmstartdate,fsmenddate,ukcountry"
PLACED = (
    "pupilonrolltableid,NativeId,urn,ukprn,entrydate,leavingdate,apsessionsperweek,apsettingtype,"
    "placementreason,apattendancepattern,week"
)
NEW = upn(77)


def pupil(id_: str, who: str, name: str = "Pat", school: str = "B", sen: str = "N") -> str:
    return (
        f"{id_},{school},2012-Jan-02{MIDNIGHT},Bell,{name},{who},,,F,2025-Sep-01{MIDNIGHT},"
        f"C,{sen},9.0,WBRI"
    )


def leaver(who: str, left: str = "2025-Oct-03", more: str = "") -> str:
    dates = f"2024-Sep-02{MIDNIGHT},{left}{MIDNIGHT}"
    return f"L1,B,2012-Jan-02{MIDNIGHT},Bell,Lee,{who},M,{dates}{more}"


@dataclass
class Census:
    """An export in a folder, taken in as often as a test likes."""

    sent: Files
    folder: Path
    map: str = MAP
    on: date | None = CENSUS

    def take(self, **tables: str) -> CollectReport:
        for table, content in tables.items():
            (self.folder / f"{table}.csv").write_text(content)
        session = self.sent.session
        schools = read_schools(session, read_rows(self.map.encode(), name="map"), name="map")
        export = read_export(self.folder)
        return take_in_collect(session, export, schools, by=_speaker, on=self.on)


def _speaker(place: PlaceFacts) -> Actor:
    return Actor("a school", "school", frozenset({place.id}), place.la_code)


def lines(*rows: str) -> str:
    return "\n".join(rows)


def told(report: CollectReport, table: str) -> list[tuple[str, str]]:
    return [said(outcome) for outcome in report.outcomes[table]]
