"""A part-time timetable ends."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.episode_end import back_by, stated_end
from movements.kind import Before, Coded, Names, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.rule import Rule, Version

LIMITED = Basis(
    "guidance",
    "Working together to improve school attendance: a part-time timetable has a time limit by "
    "which the pupil is to be back full time or provided for otherwise",
)


class PartTimeEnd(Milestone):
    """The pupil is expected full time again, or the timetable ended otherwise."""

    id: ClassVar[str] = "part_time_end"
    title: ClassVar[str] = "End of a part-time timetable"
    summary: ClassVar[str] = "A part-time timetable ends."
    about: ClassVar[frozenset[str]] = frozenset({"part_time_timetable"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = LIMITED
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "part_time_limit",
            "How long a part-time timetable may last",
            (Version("To the end stated, or the end a review has set", LIMITED),),
        ),
    )

    outcome: Annotated[str, Coded("PART_TIME_OUTCOMES")] = Field(
        title="Outcome", description="What came of it", examples=["full_time"]
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Full time later than the first school day after the end that was stated."""
        episode = self.meant(before.standing, before.place.id if before.place else None)
        if episode is None:
            return
        end = stated_end(episode, episode.movement.planned_end)
        if self.on > back_by(end, before.days):
            yield Concern(
                "ended_late",
                f"It was to end by {end:%-d %B %Y}, and no review had set a later day.",
                LIMITED,
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Part-time timetable ended: {said('PART_TIME_OUTCOMES', self.outcome)}"
