"""Sessions bought and attended, as one actor sees them: by setting, by commissioner, one by one."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.owed import check_range
from apregister.sight import may_list, pupils_of, standings_seen
from movements.actor import Actor
from movements.codes import CODE_SETS
from movements.la_codes import LA_NAMES
from movements.left import gone_from, known_to
from movements.linked import links
from movements.places import PlaceFacts, place_facts
from movements.record import today
from movements.register import entries
from movements.school_days import school_year_start
from movements.scope import may_see
from movements.standing import Standing
from movements.stays import placed_pupils
from reports.bought import RULE, Bought, Placed, Sums, bought, summed

COLUMNS = (
    *("pupil", "entry", "setting", "setting_name", "commissioner", "first", "last", "school_days"),
    *("sessions_bought", "sessions_marked", "sessions_attended"),
    *("cost_pence", "transport_pence", "cost_per_session_attended_pence"),
)


class BoughtShown(BaseModel):
    """What one placement comes to within the period. Money is in pence; what is not known is null.

    `sessions_marked` are the possible ones that the setting marked.
    """

    pupil: str
    entry: int
    setting: str | None
    setting_name: str
    commissioner: str
    first: date
    last: date
    school_days: int
    sessions_bought: int
    sessions_marked: int | None
    sessions_attended: int | None
    cost_pence: int | None
    transport_pence: int | None
    cost_per_session_attended_pence: int | None

    def cells(self) -> list[object]:
        """The line as a row of a file."""
        return [getattr(self, name) for name in COLUMNS]


class SumsShown(BaseModel):
    """Placements together. Each sum is of those that tell it; `*_not_told` says how many do not."""

    name: str
    placements: int
    sessions_bought: int
    sessions_attended: int | None
    attended_not_marked: int
    cost_pence: int | None
    cost_not_told: int
    transport_pence: int | None
    transport_not_told: int
    cost_per_session_attended_pence: int | None


class BoughtTold(BaseModel):
    """What a period bought. `withheld`: placements of protected children, in no line and no sum."""

    first: date
    last: date
    synthetic: bool
    rule: str
    withheld: int
    settings: list[SumsShown]
    commissioners: list[SumsShown]
    total: int
    items: list[BoughtShown]


def this_year() -> tuple[date, date]:
    """The school year so far: the period where none is asked for."""
    return school_year_start(today(), "1 September"), today()


def bought_by(
    session: Session, first: date, last: date, by: Actor, *, keeper: bool = False
) -> BoughtTold:
    """The placements of a period that an actor may see, up to today at most, and their sums.

    A setting sees its own alone: what another takes for a place is not its business. `keeper`: of
    every pupil. Raises Refused for a period that ends before it begins.
    """
    check_range(first, last)
    last = min(last, today())
    children = links(session).each_once(placed_pupils(session))
    held = standings_seen(session, children, last) if keeper else pupils_of(session, by, last)
    asked = [pupil for pupil in children if pupil in held]
    every = bought(session, asked, first, last)
    unknown = frozenset() if keeper else _not_known(session, held, by)
    seen = [
        one
        for one in every
        if keeper
        or (one.placed.entry not in unknown and _is_for(one.placed, held[one.placed.pupil], by))
    ]
    open_to = [one for one in seen if not held[one.placed.pupil].protected]
    places = place_facts(session)
    items = [_shown(one, places) for one in open_to]
    items.sort(key=lambda one: (one.setting_name, one.first, one.entry))
    return BoughtTold(
        first=first,
        last=last,
        synthetic=holds_synthetic(session),
        rule=RULE.words(),
        withheld=len(seen) - len(open_to),
        settings=_summed(open_to, lambda one: _setting(one.placed, places)),
        commissioners=_summed(open_to, lambda one: _commissioner(one.placed, places)),
        total=len(items),
        items=items,
    )


def _not_known(session: Session, held: Mapping[str, Standing], by: Actor) -> frozenset[int]:
    """The entries that an actor may not know of, about children whom its places know in part."""
    every = (entries(session, [p]) for p in gone_from(session, held, by, today()))
    return frozenset(
        entry.number for of_one in every for entry in {*of_one} - {*known_to(of_one, by.places)}
    )


def _is_for(placed: Placed, standing: Standing, by: Actor) -> bool:
    if standing.protected and may_see(standing, by) != "all":
        # How many there are would tell a place that was left how the placement went on.
        return False
    own = placed.place in by.places or placed.recorded_for in by.places
    return own or (by.role != "setting" and may_list(standing, by, placed.place))


def _setting(placed: Placed, places: Mapping[str, PlaceFacts]) -> str:
    if placed.place:
        return places[placed.place].name
    kind = CODE_SETS["SETTING_TYPES"].label(placed.setting_type or "")
    return f"A setting not on GIAS ({kind})"


def _commissioner(placed: Placed, places: Mapping[str, PlaceFacts]) -> str:
    if placed.commissioner.startswith("la:"):
        return LA_NAMES.get(placed.commissioner.removeprefix("la:"), placed.commissioner)
    return places[placed.commissioner].name


def _shown(one: Bought, places: Mapping[str, PlaceFacts]) -> BoughtShown:
    return BoughtShown(
        pupil=one.placed.pupil,
        entry=one.placed.entry,
        setting=one.placed.place,
        setting_name=_setting(one.placed, places),
        commissioner=_commissioner(one.placed, places),
        first=one.first,
        last=one.last,
        school_days=one.school_days,
        sessions_bought=one.sessions,
        sessions_marked=one.marked,
        sessions_attended=one.attended,
        cost_pence=one.cost,
        transport_pence=one.transport,
        cost_per_session_attended_pence=one.cost_per_attended,
    )


def _summed(found: Iterable[Bought], by: Callable[[Bought], str]) -> list[SumsShown]:
    return [_sums(name, one) for name, one in summed(found, by).items()]


def _sums(name: str, one: Sums) -> SumsShown:
    return SumsShown(
        name=name,
        placements=one.placements,
        sessions_bought=one.sessions,
        sessions_attended=one.attended,
        attended_not_marked=one.not_marked,
        cost_pence=one.cost,
        cost_not_told=one.cost_not_told,
        transport_pence=one.transport,
        transport_not_told=one.transport_not_told,
        cost_per_session_attended_pence=one.cost_per_attended,
    )
