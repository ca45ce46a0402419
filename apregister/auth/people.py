"""The tables of accounts: whoever signs in, and the places they speak for."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from apregister.auth.permissions import EVERYONE

_ROLES_SQL = "role in ({})".format(",".join(f"'{role}'" for role in sorted(EVERYONE)))


class Account(SQLModel, table=True):
    """A person who signs in. `sign_in_name` is what stands beside what they record and look at.

    `manages`: whether they look after the accounts of their colleagues.
    """

    __table_args__ = (CheckConstraint(_ROLES_SQL, name="role"),)

    id: str = Field(primary_key=True)
    sign_in_name: str = Field(unique=True)
    name: str
    role: str
    authority: str | None = None
    password_hash: str
    password_set_at: str
    manages: bool = False
    demo: bool = False
    created_at: str
    closed_at: str | None = None


class AccountPlace(SQLModel, table=True):
    """A place that an account speaks for."""

    __tablename__ = "account_place"

    account_id: str = Field(foreign_key="account.id", primary_key=True)
    place_id: str = Field(primary_key=True)
