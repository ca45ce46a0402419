"""What each role may do. Where (which pupils, which places) is for `movements.scope` to say."""

from collections.abc import Callable
from typing import Any, TypeVar

from movements.actor import Role

PUBLIC = "public"

_SCHOOL: Role = "school"
_SETTING: Role = "setting"
_OFFICER: Role = "la_officer"
_PANEL: Role = "panel_member"
_AUDITOR: Role = "auditor"
_ADMINISTRATOR: Role = "administrator"

EVERYONE: frozenset[Role] = frozenset(
    {_SCHOOL, _SETTING, _OFFICER, _PANEL, _AUDITOR, _ADMINISTRATOR}
)

PERMISSIONS: dict[str, frozenset[Role]] = {
    "see_home": EVERYONE,
    "own_account": EVERYONE,
    "see_rules": EVERYONE,
    "set_local_rule": frozenset({_OFFICER}),
    "see_pupil": frozenset({_SCHOOL, _SETTING, _OFFICER, _AUDITOR}),
    # The place and address of a child whose whereabouts are withheld; asks for a reason as well.
    "see_protected": frozenset({_OFFICER}),
    "record_movement": frozenset({_SCHOOL, _SETTING, _OFFICER}),
    "upload_file": frozenset({_SCHOOL, _SETTING, _OFFICER}),
    "see_submissions": frozenset({_SCHOOL, _SETTING, _OFFICER, _AUDITOR}),
    "export": frozenset({_SCHOOL, _SETTING, _OFFICER, _AUDITOR}),
    "see_case": frozenset({_SCHOOL, _OFFICER, _PANEL, _AUDITOR}),
    "open_case": frozenset({_SCHOOL, _OFFICER}),
    # Which step a role may take, each step says itself.
    "take_step": frozenset({_SCHOOL, _OFFICER, _PANEL}),
    # Letters and the record of reasons: what they say goes to whom it is addressed, by a person.
    "see_letter": frozenset({_OFFICER, _AUDITOR}),
    "make_letter": frozenset({_OFFICER}),
    "see_fair_share": frozenset({_SCHOOL, _OFFICER, _PANEL, _AUDITOR}),
    "set_fair_share": frozenset({_OFFICER}),
    "see_meeting": frozenset({_OFFICER, _PANEL, _AUDITOR}),
    "note_meeting": frozenset({_OFFICER, _PANEL}),
    "hold_meeting": frozenset({_OFFICER}),
    "see_panel_report": frozenset({_OFFICER, _PANEL, _AUDITOR}),
    # Numbers of a few children, and the cases behind every number.
    "see_panel_numbers": frozenset({_OFFICER, _AUDITOR}),
    "see_due": frozenset({_SCHOOL, _SETTING, _OFFICER, _AUDITOR}),
    "see_morning": frozenset({_SCHOOL, _SETTING, _OFFICER, _AUDITOR}),
    "see_ledger": frozenset({_SCHOOL, _SETTING, _OFFICER, _AUDITOR}),
    "see_scorecard": frozenset({_SCHOOL, _SETTING, _OFFICER, _PANEL, _AUDITOR}),
    # All settings of an authority side by side: for none of them.
    "see_funnels": frozenset({_OFFICER, _AUDITOR}),
    "see_school_card": frozenset({_SCHOOL, _OFFICER, _AUDITOR}),
    # The setting comments for itself; the authority opens a release and freezes it.
    "comment_release": frozenset({_SETTING, _OFFICER}),
    "release_scorecard": frozenset({_OFFICER}),
    "ask_voice": frozenset({_SETTING, _OFFICER}),
    "see_looks": frozenset({_AUDITOR}),
    # Of the last three only who was given it, and only for colleagues: Sitting.may() says.
    "manage_accounts": frozenset({_ADMINISTRATOR, _SCHOOL, _SETTING, _OFFICER}),
}
"""Permission -> the roles that hold it. `public` is not here: it asks nobody to sign in."""

View = TypeVar("View", bound=Callable[..., Any])


class NoPermissionNamed(Exception):
    """Raised when a page or an API route is declared without the permission it asks for."""


def may(role: Role, permission: str) -> bool:
    """Whether the role holds the permission. Raises KeyError for a permission nobody defined."""
    return role in PERMISSIONS[permission]


def permission(name: str) -> Callable[[View], View]:
    """Declare the permission that a page or an API route asks for; written on the view itself.

    Put it beneath the route's decorator, next to the function. Raises KeyError for an unknown name.
    """
    if name != PUBLIC:
        PERMISSIONS[name]

    def mark(view: View) -> View:
        view.__dict__["permission"] = name
        return view

    return mark


def permission_of(view: Callable[..., Any]) -> str:
    """The permission that a view was declared with. Raises NoPermissionNamed when it has none."""
    name = getattr(view, "permission", None)
    if not isinstance(name, str):
        raise NoPermissionNamed(f"{getattr(view, '__name__', view)} names no permission")
    return name
