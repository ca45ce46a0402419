"""Rules that concerns rest on: what each says, for whom, and on which days."""

from dataclasses import dataclass

from movements.basis import Basis


@dataclass(frozen=True)
class Version:
    """What a rule said in the days of its Basis, and whom it bound."""

    says: str
    basis: Basis
    who: str = "every school"


@dataclass(frozen=True)
class Rule:
    """A rule of a kind, in all its versions. When the law changes, a version is added."""

    id: str
    title: str
    versions: tuple[Version, ...]
