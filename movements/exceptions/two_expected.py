"""A pupil expected at two places in the same session."""

from collections.abc import Iterator

from movements.clash import ONE_PLACE
from movements.exception import Found, LedgerException, View
from movements.responsible import asked_of, clashing, takes


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        slots = clashing(one.standing)
        if not slots:
            continue
        away = [p for p in one.standing.provision if any(takes(p, slot) for slot in slots)]
        yield Found(
            pupil=one.pupil,
            since=one.turn_since(clashing).entry.on,
            owner=asked_of(one.standing),
            places=tuple(dict.fromkeys(p.place for p in away if p.place)),
            facts={
                "sessions": slots,
                "episodes": [(p.place or p.setting_type, p.since) for p in away],
            },
            entries=tuple(sorted((p.entry for p in away), reverse=True)),
        )


TWO_EXPECTED = LedgerException(
    id="two_expected",
    title="Expected at two places at once",
    question="Two placements take the same sessions. At which of them is the child marked?",
    owner="school",
    next_step="End one of the two, or correct the sessions of the week that each takes",
    basis=ONE_PLACE,
    find=_find,
)
