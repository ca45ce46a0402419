"""What is told of the files that were sent: one shape for the API and for --json."""

from collections.abc import Mapping

from pydantic import BaseModel

from movements.places import PlaceFacts
from movements.received import Submission


class SubmissionShown(BaseModel):
    """An attendance file that was taken in, and what became of its rows.

    `accepted` rows set a mark, `changed` of them in the place of another; `unchanged` rows were
    held already. `kept`: the file itself can still be given back.
    """

    submission: int
    place: str
    place_name: str
    name: str
    recorded_at: str
    recorded_by: str
    source: str
    rows: int
    accepted: int
    unchanged: int
    changed: int
    refused: int
    first_day: str | None
    last_day: str | None
    sha256: str
    size: int
    kept: bool

    @classmethod
    def of(cls, one: Submission, places: Mapping[str, PlaceFacts]) -> "SubmissionShown":
        """A submission with the name of its place."""
        place = places.get(one.place_id)
        return cls(
            submission=one.number,
            place=one.place_id,
            place_name=place.name if place else one.place_id,
            name=one.name,
            recorded_at=one.recorded_at,
            recorded_by=one.recorded_by,
            source=one.source,
            rows=one.rows,
            accepted=one.accepted,
            unchanged=one.already_held,
            changed=one.changed,
            refused=one.refused,
            first_day=one.first_day,
            last_day=one.last_day,
            sha256=one.sha256,
            size=one.size,
            kept=one.kept,
        )
