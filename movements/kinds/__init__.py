"""The list of kinds, and the one way from a door's answers to a typed movement."""

from collections.abc import Mapping
from typing import Any

from movements.kind import Kind, typed
from movements.kinds.advice_offered import AdviceOffered
from movements.kinds.agreement import Agreement
from movements.kinds.ap_placement import ApPlacement
from movements.kinds.attachment import Attachment
from movements.kinds.attainment import Attainment
from movements.kinds.attendance_order_answer import AttendanceOrderAnswer
from movements.kinds.attendance_order_notice import AttendanceOrderNotice
from movements.kinds.authority_claim import AuthorityClaim
from movements.kinds.child_missing_education import ChildMissingEducation
from movements.kinds.cme_traced import CmeTraced
from movements.kinds.contact_made import ContactMade
from movements.kinds.correction_answered import CorrectionAnswered
from movements.kinds.correction_requested import CorrectionRequested
from movements.kinds.day_six_education import DaySixEducation
from movements.kinds.destination import Destination
from movements.kinds.direction_decided import DirectionDecided
from movements.kinds.direction_notice import DirectionNotice
from movements.kinds.discrimination_claim import DiscriminationClaim
from movements.kinds.dual_registration import DualRegistration
from movements.kinds.dual_registration_ended import DualRegistrationEnded
from movements.kinds.ehe_ended import EheEnded
from movements.kinds.elective_home_education import ElectiveHomeEducation
from movements.kinds.enquiry_made import EnquiryMade
from movements.kinds.exclusion_cancelled import ExclusionCancelled
from movements.kinds.exclusion_notice import ExclusionNotice
from movements.kinds.governors_met import GovernorsMet
from movements.kinds.governors_reconsidered import GovernorsReconsidered
from movements.kinds.hand_over import HandOver
from movements.kinds.hand_over_answer import HandOverAnswer
from movements.kinds.health_absence import HealthAbsence
from movements.kinds.health_absence_end import HealthAbsenceEnd
from movements.kinds.in_year_application import InYearApplication
from movements.kinds.in_year_outcome import InYearOutcome
from movements.kinds.managed_move import ManagedMove
from movements.kinds.managed_move_ended import ManagedMoveEnded
from movements.kinds.managed_move_proposed import ManagedMoveProposed
from movements.kinds.off_site_direction import OffSiteDirection
from movements.kinds.on_roll import OnRoll, RollClaim
from movements.kinds.outreach import Outreach
from movements.kinds.override import Override
from movements.kinds.part_time_end import PartTimeEnd
from movements.kinds.part_time_timetable import PartTimeTimetable
from movements.kinds.permanent_exclusion import PermanentExclusion
from movements.kinds.place_offered import PlaceOffered, PlaceOfferEnded
from movements.kinds.placement_end import PlacementEnd
from movements.kinds.post_16_offer import Post16Offer
from movements.kinds.pupil_details import PupilDetails
from movements.kinds.pupil_views import PupilViews
from movements.kinds.question_answered import QuestionAnswered
from movements.kinds.records_linked import RecordsLinked
from movements.kinds.records_of_two import RecordsOfTwo
from movements.kinds.reintegration import Reintegration
from movements.kinds.reintegration_broke_down import ReintegrationBrokeDown
from movements.kinds.reintegration_planned import ReintegrationPlanned
from movements.kinds.reintegration_started import ReintegrationStarted
from movements.kinds.removal_from_roll import RemovalFromRoll
from movements.kinds.representations_made import RepresentationsMade
from movements.kinds.return_checked import ReturnChecked
from movements.kinds.return_sent import ReturnSent
from movements.kinds.review_applied import ReviewApplied
from movements.kinds.review_held import ReviewHeld
from movements.kinds.review_invitation import ReviewInvitation
from movements.kinds.review_letter import ReviewLetter
from movements.kinds.review_panel import ReviewPanel
from movements.kinds.review_requested import ReviewRequested
from movements.kinds.review_waived import ReviewWaived
from movements.kinds.roll_unconfirmed import RollUnconfirmed
from movements.kinds.safeguarding_separation import SafeguardingSeparation
from movements.kinds.section_nineteen_decision import SectionNineteenDecision
from movements.kinds.separation_end import SeparationEnd
from movements.kinds.suspension import Suspension
from movements.kinds.upn_changed import UpnChanged
from movements.kinds.voice_asked import VoiceAsked
from movements.kinds.voice_given import VoiceGiven
from movements.kinds.wellbeing import Wellbeing
from movements.kinds.withdrawn import Withdrawn
from movements.problems import Problem, Refused

KINDS: dict[str, type[Kind]] = {
    kind.id: kind
    for kind in (
        OnRoll,
        PupilDetails,
        Suspension,
        PermanentExclusion,
        ExclusionNotice,
        DaySixEducation,
        RepresentationsMade,
        GovernorsMet,
        ReviewApplied,
        ReviewWaived,
        ReviewPanel,
        GovernorsReconsidered,
        ExclusionCancelled,
        DiscriminationClaim,
        ManagedMove,
        OffSiteDirection,
        ApPlacement,
        PlacementEnd,
        ReintegrationPlanned,
        ReintegrationStarted,
        Reintegration,
        ReturnChecked,
        ReintegrationBrokeDown,
        PartTimeTimetable,
        PartTimeEnd,
        SafeguardingSeparation,
        SeparationEnd,
        HealthAbsence,
        HealthAbsenceEnd,
        SectionNineteenDecision,
        ContactMade,
        RemovalFromRoll,
        ElectiveHomeEducation,
        EheEnded,
        ChildMissingEducation,
        EnquiryMade,
        CmeTraced,
        AttendanceOrderNotice,
        AttendanceOrderAnswer,
        UpnChanged,
        RecordsLinked,
        RecordsOfTwo,
        HandOver,
        HandOverAnswer,
        ReturnSent,
        DualRegistration,
        DualRegistrationEnded,
        InYearApplication,
        InYearOutcome,
        PlaceOffered,
        PlaceOfferEnded,
        Outreach,
        Wellbeing,
        Attainment,
        Post16Offer,
        Destination,
        VoiceAsked,
        VoiceGiven,
        Withdrawn,
        CorrectionRequested,
        CorrectionAnswered,
        QuestionAnswered,
        RollClaim,
        RollUnconfirmed,
        AuthorityClaim,
        Attachment,
        ManagedMoveProposed,
        Agreement,
        Override,
        ManagedMoveEnded,
        DirectionDecided,
        DirectionNotice,
        ReviewRequested,
        ReviewInvitation,
        ReviewHeld,
        ReviewLetter,
        PupilViews,
        AdviceOffered,
    )
}
"""Every kind of entry about a pupil's movements, by its id, in the order people meet them."""

DOOR_KINDS: dict[str, type[Kind]] = {id_: kind for id_, kind in KINDS.items() if kind.by_doors}
"""Kinds that people may send."""


def fill_in(kind_id: str, answers: Mapping[str, Any]) -> Kind:
    """The typed movement that the answers make. Empty answers count as not given.

    Raises Refused with one problem for each field that is missing, unreadable, unknown or not a
    code on that day.
    """
    kind = DOOR_KINDS.get(kind_id)
    if kind is None:
        raise Refused([_unknown_kind(kind_id)])
    return typed(kind, answers)


def _unknown_kind(kind_id: str) -> Problem:
    kinds = ", ".join(DOOR_KINDS)
    if not kind_id:
        return Problem("kind", "missing", f"Say which kind of movement this is: one of {kinds}.")
    return Problem("kind", "unknown_kind", f'"{kind_id}" is not a kind: use one of {kinds}.')
