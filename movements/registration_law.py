"""Where the law of admission registers stood before the regulations of 2024."""

from datetime import date

from movements.basis import Basis

LAST_DAY_BEFORE = date(2024, 8, 18)


def before_2024(cite: str) -> Basis:
    """The like rule of the regulations of 2006, not yet read at its source."""
    return Basis(
        "statute",
        f"Education (Pupil Registration) (England) Regulations 2006 (SI 2006/1751) {cite}",
        in_force_to=LAST_DAY_BEFORE,
        confirmed=False,
    )
