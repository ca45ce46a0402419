"""What lies beside the register and is kept for a while only: files sent, drafts, looks, papers.

A new sort of thing with a rule in the schedule is one line in BESIDE.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from apregister import moment
from apregister.audit import delete_looks, looks_before
from apregister.db import Engines, reading, writing
from apregister.form_drafts import delete_expired_drafts, expired_drafts
from apregister.papers import files_named, store_of
from apregister.settings import Settings
from apregister.web.drafts import Drafts
from movements.actor import Actor
from movements.retention import years_ago
from movements.schedule import Keep


@dataclass(frozen=True)
class House:
    """The databases and settings of a register, and who tidies."""

    engines: Engines
    settings: Settings
    by: Actor


@dataclass(frozen=True)
class Beside:
    """One sort of thing: how many have expired by a rule, and deleting them (how many went)."""

    keep: str
    expired: Callable[[House, Keep], int]
    delete: Callable[[House, Keep], int]


def _drafts(house: House) -> Drafts:
    return Drafts(house.engines.register.url.render_as_string(hide_password=False))


def _sent_expired(house: House, _keep: Keep) -> int:
    return len(_drafts(house).expired())


def _delete_sent(house: House, keep: Keep) -> int:
    gone = _sent_expired(house, keep)
    _drafts(house).clear()
    return gone


def first_day_kept(keep: Keep) -> date:
    """By the shell's own clock: what lies beside the register is dated by real time."""
    return years_ago(moment.now().date(), keep.years)


def _looks_expired(house: House, keep: Keep) -> int:
    return looks_before(house.engines.looks, first_day_kept(keep).isoformat())


def _delete_looks(house: House, keep: Keep) -> int:
    if not _looks_expired(house, keep):
        return 0
    return delete_looks(house.engines.looks, house.by, first_day_kept(keep).isoformat())


def _forms_expired(house: House, _keep: Keep) -> int:
    with reading(house.engines.register) as session:
        return expired_drafts(session, moment.now().date())


def _delete_forms(house: House, _keep: Keep) -> int:
    with writing(house.engines.register) as session:
        return delete_expired_drafts(session, moment.now().date())


BESIDE: tuple[Beside, ...] = (
    Beside("sent_files", _sent_expired, _delete_sent),
    Beside("drafts", _forms_expired, _delete_forms),
    Beside("looks", _looks_expired, _delete_looks),
)


def loose_papers(house: House) -> list[str]:
    """Files in the folder of papers that no entry names: redacted, or left by a broken upload."""
    with reading(house.engines.register) as session:
        named = files_named(session)
    return [one for one in store_of(house.engines, house.settings).held() if one not in named]


def sweep_papers(house: House) -> int:
    """Delete the papers that no entry names. Under the write lock, so that none is on its way in.

    Papers are kept and their entries recorded under the same lock: what is unnamed then is loose.
    """
    store = store_of(house.engines, house.settings)
    with writing(house.engines.register) as session:
        named = files_named(session)
        loose = [one for one in store.held() if one not in named]
        for one in loose:
            store.drop(one)
    return len(loose)
