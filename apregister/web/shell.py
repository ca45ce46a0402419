"""What a page may reach: the databases, the settings, and who is signed in."""

from dataclasses import dataclass
from typing import cast

from flask import abort, current_app, g, request

from apregister.audit import looked
from apregister.auth.permissions import PUBLIC, permission_of
from apregister.auth.sittings import Sitting
from apregister.db import Engines
from apregister.settings import Settings
from movements.actor import Actor


@dataclass(frozen=True)
class Shell:
    """The databases and the settings that the pages were made with."""

    engines: Engines
    settings: Settings


def shell() -> Shell:
    """The shell of the application that answers this request."""
    return cast(Shell, current_app.extensions["apregister"])


def engines() -> Engines:
    """The databases of this request."""
    return shell().engines


def sitting() -> Sitting | None:
    """Who is signed in, or None."""
    return cast(Sitting | None, g.get("sitting"))


def actor() -> Actor:
    """The actor of this request. Only for pages that ask for a permission other than public."""
    found = sitting()
    if found is None:
        abort(403)
    return found.actor


def address() -> str:
    """The address the request came from."""
    return request.remote_addr or ""


def may_open(endpoint: str) -> bool:
    """Whether there is such a page and whoever is signed in holds its permission."""
    view = current_app.view_functions.get(endpoint)
    if view is None:
        return False
    name = permission_of(view)
    found = sitting()
    return name == PUBLIC or (found is not None and found.may(name))


def note_look(
    what: str,
    *,
    pupil_id: str | None = None,
    place_id: str | None = None,
    case_id: str | None = None,
    reason: str | None = None,
) -> None:
    """Note that whoever is signed in looked at this through a page."""
    looked(
        engines().looks,
        actor(),
        what,
        door="web",
        address=address(),
        pupil_id=pupil_id,
        place_id=place_id,
        case_id=case_id,
        reason=reason,
    )
