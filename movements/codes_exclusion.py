"""Code sets of what follows a suspension or a permanent exclusion."""

from movements.code_set import plain

SETS = (
    plain(
        "EXCLUSION_TOLD",
        "party to be told of an exclusion",
        parent="The parent, or the pupil if 18 or over",
        authority="The authority",
        governors="The governing board",
        social_worker="The social worker",
        virtual_school="The virtual school head",
        home_authority="The authority where the pupil lives",
    ),
    plain(
        "NOTICE_SENT",
        "way a notice was given",
        handed="Handed over",
        electronic="Sent electronically",
        post="First-class post: given on the second working day after",
    ),
    plain(
        "GOVERNORS_DECISIONS",
        "decision of the governors",
        reinstated="Reinstated the pupil",
        declined="Declined to reinstate",
        no_power="Considered representations, with no power to reinstate",
    ),
    plain(
        "RECONSIDERATIONS",
        "decision on reconsidering",
        reinstated="Reinstated the pupil",
        declined="Declined to reinstate",
    ),
    plain(
        "REVIEW_OUTCOMES",
        "outcome of an independent review",
        upheld="Upheld the governors' decision",
        recommended="Recommended that the governors reconsider",
        quashed="Quashed the decision and directed the governors to reconsider",
    ),
    plain(
        "DAY_SIX_PROVIDERS",
        "provider of education from the sixth day",
        pru="Pupil referral unit or AP academy",
        school="Another school",
        setting="Another setting",
        tuition="Tuition at home or elsewhere",
        online="Online provision",
    ),
)
