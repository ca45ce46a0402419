"""Who calls the API: the bearer of a key, who may do what the key's role may."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, cast

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from apregister.auth.keys import actor_of_token
from apregister.auth.permissions import PUBLIC, may, permission_of
from apregister.db import Engines, reading_tables
from apregister.in_turn import InTurn
from apregister.settings import Settings
from movements.actor import Actor

BEARER = HTTPBearer(auto_error=False, description="A key made by `apregister key add`.")


@dataclass(frozen=True)
class Shell:
    """The databases and the settings that the API was made with."""

    engines: Engines
    settings: Settings

    @cached_property
    def in_turn(self) -> InTurn:
        """The writing of the register by many requests at once."""
        return InTurn(self.engines.register)


def shell_of(request: Request) -> Shell:
    """The shell of the application that answers this request."""
    return cast(Shell, request.app.state.shell)


# What waits for nothing is async: the framework sends any other function to a thread.


async def engines_of(request: Request) -> Engines:
    """The databases, for a route: `engines: Databases`."""
    return shell_of(request).engines


Databases = Annotated[Engines, Depends(engines_of)]


async def admit(
    request: Request,
    held: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
) -> Actor | None:
    """Let in whoever holds the permission that the route was declared with; runs for every route.

    Here and now: a key is found in less time than a thread takes to be asked. 401 without a key in
    use, 403 when the key's role does not hold the permission.
    """
    name = permission_of(request.scope["endpoint"])
    if name == PUBLIC:
        return None
    with reading_tables(shell_of(request).engines.register) as connection:
        actor = actor_of_token(connection, held.credentials) if held else None
    if actor is None:
        words = "Send the header 'Authorization: Bearer' with a key that is in use."
        raise HTTPException(401, words, {"WWW-Authenticate": "Bearer"})
    if not may(actor.role, name):
        raise HTTPException(403, f"A key of the role {actor.role} may not do this ({name}).")
    return actor


async def caller_of(actor: Annotated[Actor | None, Depends(admit)]) -> Actor:
    """Who calls, for a route: `by: Caller`."""
    if actor is None:
        raise HTTPException(401, "This route needs a key.")
    return actor


Caller = Annotated[Actor, Depends(caller_of)]


def address_of(request: Request) -> str:
    """The address the call came from."""
    return request.client.host if request.client else ""
