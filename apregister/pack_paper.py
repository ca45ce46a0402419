"""A sealed pack set for a reader: its case files with their pictures, and the whole on paper."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from apregister import moment
from apregister.packs_read import PackRead
from apregister.paper_words import at, day, full_name, state_tag
from movements.counted import counted, noun
from reports.gap_chart import Gap, gap_chart, gaps_sentence


@dataclass(frozen=True)
class GapsShown:
    """The gaps between the first entry's day and the day looked at."""

    since: date
    until: date
    gaps: tuple[Gap, ...]
    sentence: str
    chart: Markup


def pictured(
    gaps: tuple[Gap, ...], since: date, until: date, name: str, *, synthetic: bool
) -> GapsShown:
    """Gaps with their picture and their sentence; `name` tells the picture from others there."""
    chart = Markup(gap_chart(gaps, since, until, synthetic=synthetic, name=name))
    return GapsShown(since, until, gaps, gaps_sentence(gaps), chart)


@dataclass(frozen=True)
class FileShown:
    """One case file of a pack, with the child's name, and the gaps as a picture."""

    case: str
    why: str
    late: bool
    file: dict[str, Any]
    name: str
    gaps: GapsShown


def pack_shown(found: PackRead, reader: str, *, synthetic: bool) -> dict[str, Any]:
    """What the templates of a pack show to one reader."""
    return {
        "found": found,
        "pack": found.pack,
        "files": [_file(found, item, synthetic=synthetic) for item in found.pack["agenda"]],
        "reader": reader,
        "at": moment.written(moment.now()),
        "day_of": date.fromisoformat,
    }


def pack_paper(found: PackRead, reader: str, *, synthetic: bool) -> str:
    """The pack for paper, with the reader's name on every page: to make a PDF of."""
    environment = Environment(
        loader=PackageLoader("apregister.web", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": day,
        "moment": at,
        "state_tag": state_tag,
        "counted": counted,
        "noun": noun,
    }
    told = pack_shown(found, reader, synthetic=synthetic)
    return environment.get_template("pack_paper.html").render(synthetic=synthetic, **told)


def _file(found: PackRead, item: dict[str, Any], *, synthetic: bool) -> FileShown:
    file = found.pack["files"][item["case"]]
    gaps = tuple(_gap(one) for one in file["gaps"])
    until = date.fromisoformat(found.pack["on"])
    begun = (line["on"] for line in file["lines"] if line["in_force"])
    since = date.fromisoformat(min(begun, default=found.pack["on"]))
    name = full_name(file["standing"]["details"])
    shown = pictured(gaps, since, until, f"gaps-{item['case']}", synthetic=synthetic)
    # A pack of before format 4 does not say it.
    late = bool(item.get("late"))
    return FileShown(item["case"], item["why"], late, file, name, shown)


def _gap(told: dict[str, Any]) -> Gap:
    first, last = (date.fromisoformat(told[name]) for name in ("first", "last"))
    return Gap(told["cause"], first, last, told["days"], told["goes_on"])
