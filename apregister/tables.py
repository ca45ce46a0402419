"""Every table of the register's file and of its looks file, so that both are made whole."""

from sqlmodel import SQLModel

from apregister.audit import Look
from apregister.auth.keys import ApiKey
from apregister.auth.people import Account, AccountPlace
from apregister.auth.second_step import SecondStep
from apregister.auth.sign_in import SignInTry
from apregister.auth.sittings import AccountSession
from apregister.digest_wishes import DigestWish
from apregister.form_drafts import FormDraft
from apregister.idempotency import IdempotencyKey
from apregister.keeping import Keeping
from movements.entry import EntryRow, TreeHead
from movements.expected import Expected
from movements.marks import MarkRoll, SchoolDay
from movements.people_and_places import (
    Place,
    PlaceVersion,
    Pupil,
    PupilIdentifier,
    TermDate,
)
from movements.present import Present
from movements.projection import Projection
from movements.pupil_terms import PupilTerm
from movements.received import Received
from movements.swept import Swept

SHELL = (
    Account,
    AccountPlace,
    ApiKey,
    DigestWish,
    FormDraft,
    IdempotencyKey,
    Keeping,
    SecondStep,
)
REGISTER = (
    EntryRow,
    MarkRoll,
    Place,
    PlaceVersion,
    Pupil,
    PupilIdentifier,
    Received,
    SchoolDay,
    TermDate,
    TreeHead,
)

PROJECTIONS = (Expected, Present, Projection, PupilTerm, Swept)
"""Disposable: made of the register's tables, and compared with them."""

LOOKS = (Look, SignInTry, AccountSession)

METADATA = SQLModel.metadata
