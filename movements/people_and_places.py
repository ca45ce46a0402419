"""Pupils, places and calendars as stored. Places and identifiers are dated, never overwritten."""

import secrets
from datetime import date

from sqlalchemy import CheckConstraint, Index, MetaData
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

ONLINE_PROVIDER = "49"
"""The GIAS type of an accredited online provider, which cannot be registered as a school."""
AP_TYPES = frozenset({"14", "38", "42", "43", ONLINE_PROVIDER})
"""GIAS establishment types that are alternative provision: PRU, AP free school, AP academies.

And online providers: a pupil of one is on no school's roll, but placed there by a school or an
authority, or educated at home.
"""

USED_AS_AP = "SCH"
"""The `setting_type` of a school that its authority uses as AP, whatever its establishment
type: an independent school or a college. No code of the DfE, whose codes are of no schools.
"""


def new_id(letter: str) -> str:
    """A random id for life: `p_...` for a pupil, `s_...` for a place, `c_...` for a case."""
    return f"{letter}_{secrets.token_hex(10)}"


class Pupil(SQLModel, table=True):
    """A child the register knows. `seq` only packs rolls of marks; `id` is the key everywhere."""

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    created_at: str


class PupilIdentifier(SQLModel, table=True):
    """A UPN or ULN a pupil has borne, from a day on. Append-only; a pupil may bear several."""

    __tablename__ = "pupil_identifier"
    __table_args__ = (
        Index("ix_pupil_identifier_value", "value"),
        Index("ix_pupil_identifier_pupil_id", "pupil_id"),
        CheckConstraint("scheme in ('upn', 'upn_temp', 'upn_former', 'uln')", name="scheme"),
    )

    number: int | None = Field(default=None, primary_key=True)
    pupil_id: str = Field(foreign_key="pupil.id")
    scheme: str
    value: str
    on: date
    recorded_at: str


class Place(SQLModel, table=True):
    """A school, an AP setting or other place of education; its id outlives names and URNs."""

    id: str = Field(primary_key=True)
    created_at: str


class PlaceVersion(SQLModel, table=True):
    """What was known of a place from a day on: one whole row for each change. Append-only."""

    __tablename__ = "place_version"
    __table_args__ = (
        Index("ix_place_version_place_id", "place_id"),
        Index("ix_place_version_urn", "urn"),
        Index("ix_place_version_ukprn", "ukprn"),
        Index("ix_place_version_la_code", "la_code"),
        CheckConstraint(
            "status in ('open', 'closed', 'proposed_to_close', 'proposed')", name="status"
        ),
    )

    number: int | None = Field(default=None, primary_key=True)
    place_id: str = Field(foreign_key="place.id")
    urn: str | None = None
    ukprn: str | None = None
    name: str
    type_code: str | None = None
    type_name: str | None = None
    group_code: str | None = None
    la_code: str | None = None
    la_name: str | None = None
    estab: str | None = None
    phase: str | None = None
    low_age: int | None = None
    high_age: int | None = None
    status: str = "open"
    opened: date | None = None
    closed: date | None = None
    postcode: str | None = None
    town: str | None = None
    setting_type: str | None = None
    successor_urn: str | None = None
    on: date
    recorded_at: str
    source: str
    trust_code: str | None = None


class TermDate(SQLModel, table=True):
    """A term, an INSET day or a closure of a place or of a whole authority. Append-only."""

    __tablename__ = "term_date"
    __table_args__ = (
        Index("ix_term_date_place_or_la", "place_or_la"),
        CheckConstraint("kind in ('term', 'inset', 'closure')", name="kind"),
    )

    number: int | None = Field(default=None, primary_key=True)
    place_or_la: str
    kind: str
    from_date: date
    to_date: date
    recorded_at: str
