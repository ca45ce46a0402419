"""What the shell adds to the demonstration: an account for each role, a paper, a pack."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col

from apregister.auth.accounts import add_account
from apregister.papers import attach
from apregister.version import this_version
from fair_access.meetings.book import book
from fair_access.meetings.pack import seal
from movements.actor import Actor
from movements.attachments import Store
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.places import PlaceFacts, place_facts
from movements.record import today
from movements.register import standing


@dataclass(frozen=True)
class DemoAccount:
    """An account as printed: what to sign in with, and whom it speaks for."""

    sign_in_name: str
    password: str
    role: str
    of: str


def add_accounts(session: Session, new_password: Callable[[], str]) -> list[DemoAccount]:
    """One account for each role, with a password of its own."""
    places = sorted(place_facts(session).values(), key=lambda place: place.name)
    setting = next(p for p in places if p.is_ap_setting and p.status == "open")
    authority = setting.la_code or ""
    own = (p for p in places if p.la_code == authority)
    school = next(p for p in own if p.is_mainstream and (p.high_age or 0) > 11)
    wanted: tuple[tuple[str, str, PlaceFacts | None], ...] = (
        ("officer", "la_officer", None),
        ("school", "school", school),
        ("setting", "setting", setting),
        ("panel", "panel_member", None),
        ("auditor", "auditor", None),
        ("administrator", "administrator", None),
    )
    return [_added(session, *one, authority, new_password()) for one in wanted]


def attach_a_paper(session: Session, store: Store) -> None:
    """A letter beside the latest suspension, of a pupil who is the same authority's still."""
    told = ENTRIES.where(col(EntryRow.kind) == "suspension").order_by(col(EntryRow.number).desc())
    suspended = next(one for one in read_entries(session, told) if _is_still_here(session, one))
    by = Actor("officer", "la_officer", authority=suspended.authority)
    said = {"about": str(suspended.number), "title": "Letter to the parent"}
    letter = (
        b"SYNTHETIC. Dear parent, this letter is invented, and so is the child.\n",
        "letter.txt",
    )
    attach(session, store, str(suspended.pupil_id), said, letter, by=by, source="form")


def seal_a_pack(session: Session, store: Store, on: date) -> None:
    """The pack of the panel's next meeting, sealed on a day, for its members to read."""
    held = book(session, None, on)
    meeting = max(held.meetings.values(), key=lambda one: one.day)
    by = Actor("officer", "la_officer", authority=meeting.authority)
    seal(session, store, meeting.id, by, on, this_version())


def _is_still_here(session: Session, entry: Entry) -> bool:
    return standing(session, str(entry.pupil_id), today()).home_authority == entry.authority


def _added(
    session: Session,
    sign_in_name: str,
    role: str,
    place: PlaceFacts | None,
    authority: str,
    password: str,
) -> DemoAccount:
    of_authority = role in {"la_officer", "panel_member", "auditor"}
    add_account(
        session,
        sign_in_name=sign_in_name,
        name=f"Demo {sign_in_name}",
        role=role,
        password=password,
        places=[place.id] if place else [],
        authority=authority if of_authority else None,
        demo=True,
    )
    of = place.name if place else f"authority {authority}" if of_authority else "the register"
    return DemoAccount(sign_in_name, password, role, of)
