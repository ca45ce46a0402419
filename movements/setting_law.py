"""What concerns about settings rest on, and the one check that every new placement makes."""

from collections.abc import Iterator
from datetime import date

from movements.basis import Basis
from movements.codes import CODE_SETS
from movements.kind import Before
from movements.places import PlaceFacts
from movements.problems import Concern, in_a_sentence
from movements.rule import Rule, Version

STANDARDS = Basis(
    "guidance",
    "Non-school alternative provision: voluntary national standards (DfE, August 2025)",
    in_force_from=date(2025, 9, 1),
    confirmed=False,
)
COMMISSIONING = Basis(
    "guidance",
    "Arranging alternative provision: whoever commissions checks a setting, visits and monitors it",
    in_force_from=date(2025, 2, 5),
    confirmed=False,
)
DIRECTORY = Basis("ours", "What is told of a setting is kept for all who place pupils there")
KEPT_UP = Basis(
    "ours", "What is told of a setting is kept up: evidence in date, and actions done by their day"
)
EVIDENCE_RULE = Rule(
    "setting_evidence",
    "Evidence about a setting is in date when a pupil is placed there",
    (
        Version(
            "Whoever commissions checks the setting before placing a pupil",
            COMMISSIONING,
            "schools and authorities that place pupils",
        ),
    ),
)


def closed_before(
    place: PlaceFacts | None, on: date, basis: Basis, field: str = "place"
) -> Iterator[Concern]:
    """That the place had closed by the day a pupil begins there."""
    if place and place.closed and place.closed < on:
        yield Concern(
            "closed_setting",
            f"{place.name} closed on {place.closed:%-d %B %Y}, before the pupil began there.",
            basis,
            field=field,
        )


def expired_evidence(place: str | None, before: Before, on: date) -> Iterator[Concern]:
    """That evidence about the setting had expired by the day a pupil begins there."""
    setting = before.settings.get(place) if place else None
    expired = setting.expired(on) if setting and COMMISSIONING.in_force(on) else ()
    if not expired:
        return
    documents = CODE_SETS["SETTING_DOCUMENTS"]
    words = "; ".join(
        f"{in_a_sentence(documents.label(e.document))}, {e.expires_on:%-d %B %Y}" for e in expired
    )
    yield Concern(
        "evidence_expired",
        f"Evidence about this setting had expired when the pupil began there ({words}). "
        "Ask the setting for what replaces it.",
        COMMISSIONING,
        field="place",
    )
