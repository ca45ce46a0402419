"""What is due of scorecards that are open: the setting's days to correct data and to comment."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col

from movements.clock import Later, Started, state_of
from movements.due import OPEN_STATES
from movements.due_item import DueItem
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.places import PlaceFacts, place_facts
from movements.school_days import calendars
from movements.scorecard_release import COMMENTED, FROZEN, OPENED, SEEN_FIRST, ScorecardOpened
from movements.standing import Standing


def due_of_releases(
    session: Session, today: date, *, states: Iterable[str] = OPEN_STATES
) -> list[DueItem]:
    """The setting's days of every release that is or was open, in the states asked for.

    Soonest due first. Unless a comment met them they are over on their last day: nobody has to
    comment.
    """
    query = ENTRIES.where(
        col(EntryRow.kind).in_((OPENED, COMMENTED, FROZEN)),
        col(EntryRow.details).is_not(None),
        col(EntryRow.on) <= today,
    ).order_by(col(EntryRow.number))
    told = [*read_entries(session, query)]
    places = place_facts(session, {str(one.place_id) for one in told}, today) if told else {}
    found = [
        _item(session, one, told[at:], places[str(one.place_id)], today)
        for at, one in enumerate(told)
        if one.kind == OPENED
    ]
    return sorted((i for i in found if i.state in states), key=lambda item: (item.due, item.entry))


def _item(
    session: Session, opened: Entry, later: list[Entry], place: PlaceFacts, today: date
) -> DueItem:
    year = opened.answers()["year"]
    of_it = [o for o in later if o.place_id == opened.place_id and o.answers()["year"] == year]
    started = ScorecardOpened.model_validate(opened.answers() | {"on": opened.on})
    due = SEEN_FIRST.due_on(started, calendars(session).of(place.id))
    assert due is not None
    end = SEEN_FIRST.end(
        Started(opened.number, started), (Later(one, Standing()) for one in of_it[1:])
    )
    state = state_of(due, end, today, "over")
    return DueItem(
        clock=SEEN_FIRST,
        owner="setting",
        entry=opened.number,
        pupil=None,
        place=place.id,
        authority=place.la_code,
        started=opened.on,
        due=due,
        met=end.on if end and end.met else None,
        state=state,
        assumed=False,
        about=SEEN_FIRST.about(started),
    )
