"""Every table of the register's file, so that the migrations know them all."""

from sqlmodel import SQLModel

from apregister.auth.accounts import Account, AccountPlace
from apregister.auth.keys import ApiKey
from apregister.idempotency import IdempotencyKey
from apregister.keeping import Keeping
from movements.entry import Entry, TreeHead
from movements.marks import MarkRoll, SchoolDay
from movements.people_and_places import (
    LocalAuthority,
    Place,
    PlaceVersion,
    Pupil,
    PupilIdentifier,
    TermDate,
)

SHELL = (Account, AccountPlace, ApiKey, IdempotencyKey, Keeping)
REGISTER = (
    Entry,
    LocalAuthority,
    MarkRoll,
    Place,
    PlaceVersion,
    Pupil,
    PupilIdentifier,
    SchoolDay,
    TermDate,
    TreeHead,
)

METADATA = SQLModel.metadata
