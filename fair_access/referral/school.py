"""The child at school: where, how well, with which needs and with what help so far."""

from fair_access.referral.asking import OfOthers, Section, Words, YesNo, asked
from movements.kind import Day


class Schooling(Section):
    """Where the child has been, and which school is wished for."""

    last_attended: Day | None = asked("Last attended", "The last day at a school or setting")
    history_reasons: Words = asked(
        "Why each school was left", "The register gives the days; say why, school by school"
    )
    preferred_schools: Words = asked("Preferred schools", "In the parent's order")
    journey: Words = asked("Journey", "How far the child can travel, and how")
    transport: Words = asked("Transport", "What would be needed")
    uniform: Words = asked("Uniform", "Whether help is needed")


class Learning(Section):
    """Attainment and examinations."""

    pupil_premium: YesNo = asked("Pupil premium", "Y where the pupil is eligible")
    key_stage_2: Words = asked("Key stage 2", "Reading and mathematics")
    levels: Words = asked("Current levels", "English and mathematics, and how they were found")
    candidate_identifier: Words = asked(
        "Candidate identifier", "The unique candidate identifier (UCI), for examinations"
    )
    examinations: Words = asked("GCSE subjects", "With their boards, for years 10 and 11")
    access_arrangements: Words = asked("Access arrangements", "Approved, or applied for")


class Needs(Section):
    """Special educational and medical needs."""

    areas_of_need: Words = asked("Areas of need", "Each with the support given")
    plan_requested: YesNo = asked("Plan asked for", "Y where an assessment for a plan was asked")
    psychologist: OfOthers = asked("Educational psychologist", "By name, with the last report")
    medical: Words = asked("Medical", "Conditions and medication")


class Tried(Section):
    """What the child is good at, and what has been done, when, and to what effect."""

    strengths: Words = asked("Strengths", "What the child does well and likes")
    attitude: Words = asked("Attitude", "To learning, to adults and to other pupils")
    home_setting: Words = asked("At home", "What bears on schooling")
    peers: Words = asked("Peer group", "How the child gets on; name no other child")
    strategies: Words = asked("Strategies tried", "Each with its dates and its effect")
    behaviour_plan: Words = asked("Behaviour plan", "Its dates and its last review")
