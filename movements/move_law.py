"""The law and guidance of managed moves, shared by the kinds they are told in."""

from collections.abc import Iterator
from datetime import date

from movements.basis import Basis
from movements.kind import Before
from movements.lawful_ways import place_there
from movements.problems import Concern
from movements.rule import Rule, Version

AGREEMENT = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: a managed move is voluntary, agreed by all "
    "parties, the parents and the new school's admission authority included",
    in_force_from=date(2022, 9, 1),
)
NO_TRIAL = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance 2026: a managed move cannot have a trial period",
    in_force_from=date(2026, 7, 26),
)
TRIAL_BEFORE = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance 2022 and 2024: an off-site direction is "
    "preferred to a trial",
    in_force_from=date(2022, 9, 1),
    in_force_to=date(2026, 7, 25),
    confirmed=False,
)
PLAN = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: contact the authority before moving a pupil "
    "with an education, health and care plan",
    confirmed=False,
)
SUPPORT = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: a managed move is in the pupil's best interests "
    "and follows a planned intervention, with evidence of the support given",
    in_force_from=date(2022, 9, 1),
)
EACH_SCHOOL = Basis(
    "ours", "Each school's agreement is given by a named person of that school, in a trust too"
)
MOVE_REVIEWS = Basis(
    "local",
    "Review points after a managed move are the authority's own to set: there is no national clock",
)
ON_ROLL_CHECK = Basis("local", "Local protocols check within a week that the pupil is on the roll")

TRIAL_RULE = Rule(
    "move_trial",
    "Trial of a managed move",
    (
        Version("A trial is discouraged: an off-site direction is preferred", TRIAL_BEFORE),
        Version("A managed move has no trial period", NO_TRIAL),
    ),
)
AGREEMENT_RULE = Rule(
    "move_agreed",
    "Agreement to a managed move",
    (
        Version(
            "Parents, pupil and both schools agree; the authority too where there is a plan or "
            "the local protocol asks it, and those who answer for a looked-after child",
            AGREEMENT,
        ),
    ),
)
PLAN_RULE = Rule(
    "move_plan",
    "A pupil with an education, health and care plan",
    (Version("The authority is contacted first", PLAN),),
)
SUPPORT_RULE = Rule(
    "move_support",
    "What comes before a managed move",
    (Version("The pupil's best interests, and evidence of the support given", SUPPORT),),
)
EACH_SCHOOL_RULE = Rule(
    "move_each_school",
    "Who signs for a school",
    (Version("A named person of that school, another at each", EACH_SCHOOL),),
)


def mainstream_and_plan(
    before: Before, to_place: str, authority_agreed: bool = False
) -> Iterator[Concern]:
    """A receiving place that is not mainstream; a plan, unless its authority has agreed."""
    school = before.facts(to_place)
    if school and not school.is_mainstream:
        yield Concern(
            "not_mainstream",
            f"{school.name} is not a mainstream school: this is an AP placement or a "
            "direction, not a managed move.",
            AGREEMENT,
            field="to_place",
            instead=place_there(to_place),
        )
    if before.standing.details.get("sen_provision") == "E" and not authority_agreed:
        yield Concern(
            "plan",
            "The pupil has an education, health and care plan: the authority must be "
            "contacted first.",
            PLAN,
        )
