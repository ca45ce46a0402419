"""Who has said already that a school takes a pupil on its roll."""

from movements.standing import Standing


def is_coming_to(standing: Standing, place: str) -> bool:
    """Whether a managed move under way, or a place that school or panel offered, leads there."""
    if standing.pending_move == place:
        return True
    if any(e.place == place for e in standing.open_episodes("place_offered")):
        return True
    applied = (e for e in standing.open_episodes("in_year_application") if place in e.named)
    steps = (step for e in applied for step in e.steps_of("in_year_outcome"))
    return any(step.movement.outcome == "offered" for step in steps)
