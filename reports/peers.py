"""Similar settings: who they are, and what a setting's result comes to beside theirs.

A share is drawn towards the peers' mean by a beta-binomial, a change beyond the one to be expected
by a normal-normal. The band comes from that pooled estimate, never from the setting's pupils alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from sqlmodel import Session

from movements.basis import Basis
from movements.placement_law import is_outside_schools
from movements.places import PlaceFacts
from movements.register import READY
from reports.bands import MINIMUM_TO_SHOW, Evidence, evidence_of_rate
from reports.estimators import BetaBinomial, beta_binomial, posterior
from reports.frames import frames_of_all
from reports.measure import Counts, Measure
from reports.measures import MEASURES
from reports.together import Beyond, beyond_expected, count_all

FEWEST_PEERS = 3
"""With fewer others, what all come to would tell what one of them does."""
JUDGED_BY_OTHERS = 30
"""Among fewer settings each is judged by the others alone: it would pull their mean its way."""
PEERS = Basis(
    "ours",
    "Similar settings are those of the register of the same type (alternative provision that is a "
    "school, a school of another type that its authority uses as such, or no school) and phase (by "
    "ages: to 11, from 11, or both). They are compared with where at least 3 others have 6 pupils "
    "or more in the same three school years",
)


@dataclass(frozen=True)
class Beside:
    """A setting's result drawn together with those of similar settings.

    `mean` is theirs, `estimate` the setting's pooled with them, `low` to `high` its 95% interval:
    shares from 0 to 1, or what is beyond the change to be expected, in the measure's unit.
    `assumed` says why it was assumed how much settings differ; empty where that was fitted.
    """

    settings: int
    mean: float
    estimate: float
    low: float
    high: float
    evidence: Evidence
    assumed: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "settings": self.settings,
            "mean": self.mean,
            "pooled": self.estimate,
            "low": self.low,
            "high": self.high,
            "reliability": self.evidence.reliability,
            "reliability_word": self.evidence.reliability_word,
            "assumed": self.assumed,
        }


def peers_words(place: PlaceFacts) -> str:
    """Which settings are similar to one, in words."""
    sort, phase = _sort(place), _phase(place)
    return f"{sort} {phase}" if phase else sort


def peers_of(place: PlaceFacts, known: Iterable[PlaceFacts]) -> list[PlaceFacts]:
    """The other settings of the same type and phase."""
    group = peers_words(place)
    return [
        one
        for one in known
        if one.is_ap_setting and one.id != place.id and peers_words(one) == group
    ]


@dataclass(frozen=True)
class Group:
    """What a measure counted at settings that are similar, by setting."""

    measure: Measure
    counts: Mapping[str, Counts]

    def beside(self, place: str) -> Beside | None:
        """One of them beside the others; None where they may not be compared."""
        own = self.counts[place]
        others = {id_: one for id_, one in self._told.items() if id_ != place}
        enough = sum(one.of >= MINIMUM_TO_SHOW for one in others.values()) >= FEWEST_PEERS
        if self.measure.never_compared or not own.of or not enough:
            return None
        if self.measure.ends is None:
            few = len(self._told) < JUDGED_BY_OTHERS
            return _share(own, len(others), _fit(others.values()) if few else self._fit_of_all)
        found = self._beyond.get(place)
        if found is None:
            return None
        pooled = (found.estimate, found.low, found.high)
        return Beside(len(others), found.mean, *pooled, found.evidence)

    @cached_property
    def _told(self) -> dict[str, Counts]:
        return {id_: one for id_, one in sorted(self.counts.items()) if one.of}

    @cached_property
    def _fit_of_all(self) -> BetaBinomial:
        return _fit(self._told.values())

    @cached_property
    def _beyond(self) -> dict[str, Beyond]:
        return beyond_expected(self.measure, self._told)


class ReadyOnce(Protocol):
    """What a server keeps of the register between readings."""

    def once(
        self, session: Session, on: date, what: Hashable, work_out: Callable[[], Groups], /
    ) -> Groups:
        """What is worked out, once for as long as every child stands as they do."""


@dataclass(frozen=True)
class Groups:
    """Some settings by every measure, and whether any of their pupils is invented."""

    of: Mapping[str, Group]
    synthetic: bool


def groups(
    session: Session, settings: Sequence[PlaceFacts], first: date, last: date, on: date
) -> Groups:
    """What every measure counted at some settings, over follow-ups due from first to last.

    Worked out once for as long as the register stands as it does, where that is kept.
    """
    key = ("groups", *sorted(one.id for one in settings), first, last)
    kept: ReadyOnce | None = session.info.get(READY)

    def made() -> Groups:
        return _groups(session, settings, first, last, on)

    return kept.once(session, on, key, made) if kept else made()


def _groups(
    session: Session, settings: Sequence[PlaceFacts], first: date, last: date, on: date
) -> Groups:
    found = frames_of_all(session, settings, first, last, on)
    counts = count_all(found, first, last, on)
    of = {measure.id: Group(measure, counts[measure.id]) for measure in MEASURES}
    return Groups(of, any(one.synthetic for one in found.values()))


def _fit(settings: Iterable[Counts]) -> BetaBinomial:
    r, n = zip(*map(_pupils, settings), strict=True)
    return beta_binomial(r, n)


def _share(own: Counts, others: int, prior: BetaBinomial) -> Beside:
    yes, of = _pupils(own)
    found = posterior([yes], [of], prior.mean, prior.strength)
    alpha, beta = float(found.alpha[0]), float(found.beta[0])
    evidence = evidence_of_rate(alpha, beta, prior.mean, float(found.reliability[0]))
    pooled = (float(found.rates[0]), float(found.low[0]), float(found.high[0]))
    return Beside(others, prior.mean, *pooled, evidence, prior.assumed)


def _pupils(counts: Counts) -> tuple[float, float]:
    """Yes and of; of as many pupils as a share is worth, where they do not all count alike."""
    return counts.result.told if counts.result else (0.0, 0.0)


def _sort(place: PlaceFacts) -> str:
    if place.is_used_as_ap:
        return "independent schools and colleges used as alternative provision"
    if is_outside_schools(place):
        return "settings that are no school"
    return "alternative provision schools"


def _phase(place: PlaceFacts) -> str:
    if place.low_age is None or place.high_age is None:
        return ""
    if place.high_age <= 11:
        return "for ages up to 11"
    return "for ages from 11" if place.low_age >= 11 else "for ages below and above 11"
