"""Whom a command is about: a pupil named by a UPN, or by the id that lists give."""

from typing import Annotated

import typer
from sqlmodel import Session, col, select

from apregister.commands.shared import stop
from movements.identifiers import upn_problem
from movements.people_and_places import Pupil
from movements.register import find_pupil

PUPIL_ID = "p_"

PupilArg = Annotated[
    str,
    typer.Argument(
        metavar="UPN",
        help="Any UPN the pupil bears or bore, or the pupil's id (p_...) as lists give it.",
    ),
]


def pupil_meant(session: Session, named: str) -> str:
    """The id of the pupil who is named. Stops, in words, where nobody is."""
    if named.startswith(PUPIL_ID):
        return _held(session, named)
    wrong = upn_problem(named)
    if wrong:
        stop(wrong)
    found = find_pupil(session, named)
    if found is None:
        stop("The register holds no pupil with this UPN.")
    return found


def _held(session: Session, pupil: str) -> str:
    found = session.exec(select(Pupil.id).where(col(Pupil.id) == pupil)).first()
    if found is None:
        stop("The register holds no pupil with this id.")
    return found
