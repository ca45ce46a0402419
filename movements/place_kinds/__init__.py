"""The list of kinds of entry about a place, beside the kinds about a pupil."""

from movements.place_kind import PlaceKind
from movements.place_kinds.days_not_sent import DaysNotSent
from movements.place_kinds.setting_action_done import SettingActionDone
from movements.place_kinds.setting_concern import SettingConcernRaised
from movements.place_kinds.setting_concern_closed import SettingConcernClosed
from movements.place_kinds.setting_contact import SettingContact
from movements.place_kinds.setting_evidence import SettingEvidence
from movements.place_kinds.setting_offer import SettingOffer
from movements.place_kinds.setting_visit import SettingVisit
from movements.place_kinds.setting_withdrawn import SettingWithdrawn

PLACE_KINDS: dict[str, type[PlaceKind]] = {
    kind.id: kind
    for kind in (
        SettingOffer,
        SettingContact,
        SettingEvidence,
        SettingVisit,
        SettingActionDone,
        SettingConcernRaised,
        SettingConcernClosed,
        DaysNotSent,
        SettingWithdrawn,
    )
}
"""Every kind of entry about a place, by its id, in the order people meet them."""
