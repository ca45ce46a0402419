"""The marks to send again, as every door lists them: session by session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from apregister.as_left import views_about
from apregister.invented import holds_synthetic
from apregister.sight import Shown, in_list, pupils_of, standings_seen
from apregister.told import ItemsShown, PlaceShown
from movements.actor import Actor
from movements.places import PlaceFacts, place_facts
from movements.restating import ToRestate, to_restate
from movements.scope import may_see
from movements.standing import Standing
from movements.sweep import views_of


@dataclass(frozen=True)
class Restate:
    """The lines an actor may see on a day, in order of place, pupil and time."""

    on: date
    by: Actor
    synthetic: bool
    lines: list[ToRestate]
    seen: Mapping[str, Standing]
    places: Mapping[str, PlaceFacts]

    def shown(self, line: ToRestate) -> Shown:
        """How the places of a line may be named."""
        return in_list(self.seen[line.pupil], self.by, self.places)

    def told(self) -> ItemsShown:
        """The lines as JSON."""
        items = [_told(line, self.shown(line)) for line in self.lines]
        return ItemsShown.of(self.on, items, len(items), synthetic=self.synthetic)


def restate_owed(session: Session, on: date, by: Actor, *, keeper: bool = False) -> Restate:
    """The sessions that are to be sent again: a place its own, an authority those of its pupils."""
    theirs = {} if keeper else pupils_of(session, by, on)
    views = views_of(session, on) if keeper else views_about(session, on, theirs, by)
    seen: dict[str, Standing] = {}
    lines: list[ToRestate] = []
    for view in views:
        for one in view.pupils:
            of_one = to_restate(one, view)
            found = [line for line in of_one if keeper or _is_for(line, one.standing, by)]
            if found:
                seen[one.pupil] = one.standing
                lines += found
    lines.sort(key=lambda line: (line.place, line.pupil, line.at))
    withheld = standings_seen(session, seen, on)
    return Restate(on, by, holds_synthetic(session), lines, withheld, place_facts(session))


def _is_for(line: ToRestate, now: Standing, by: Actor) -> bool:
    """A place sends its own marks again, also of a pupil who has left it since."""
    sight = may_see(now, by)
    return sight != "none" and (line.place in by.places if by.places else sight == "all")


def _told(line: ToRestate, shown: Shown) -> dict[str, Any]:
    return {
        "pupil": line.pupil,
        "place": PlaceShown.of(line.place, shown).model_dump(),
        "day": line.at.on.isoformat(),
        "session": line.at.session,
        "mark": line.mark,
        "should_be": line.should_be or None,
        "due_at": PlaceShown.of(line.due_at, shown).model_dump() if line.due_at else None,
        "entry": line.entry,
    }
