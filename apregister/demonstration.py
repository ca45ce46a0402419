"""The demonstration's accounts: one for each role, marked as such, never on an open address."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from apregister.auth.accounts import add_account
from movements.places import PlaceFacts, place_facts


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
    school = next(p for p in places if p.is_mainstream and (p.high_age or 0) > 11)
    setting = next(p for p in places if p.is_ap_setting and p.status == "open")
    authority = setting.la_code or ""
    wanted: tuple[tuple[str, str, PlaceFacts | None], ...] = (
        ("officer", "la_officer", None),
        ("school", "school", school),
        ("setting", "setting", setting),
        ("panel", "panel_member", None),
        ("auditor", "auditor", None),
        ("administrator", "administrator", None),
    )
    return [_added(session, *one, authority, new_password()) for one in wanted]


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
