"""Panels and their meetings: what the minute book may say, one small file per thing."""

from typing import Any

from fair_access.meetings.meeting_agenda import MeetingAgenda
from fair_access.meetings.meeting_attendance import MeetingAttendance, MeetingChair
from fair_access.meetings.meeting_called import MeetingCalled
from fair_access.meetings.meeting_conflict import MeetingConflict
from fair_access.meetings.meeting_held import MeetingClosed, MeetingOpened
from fair_access.meetings.meeting_invited import MeetingInvited
from fair_access.meetings.meeting_pack_redacted import MeetingPackRedacted
from fair_access.meetings.meeting_sealed import MeetingSealed
from fair_access.meetings.meeting_update import MeetingUpdate, MeetingUpdateGiven
from fair_access.meetings.minute import MeetingMinute, Minute, PanelMinute
from fair_access.meetings.minute_withdrawn import MinuteWithdrawn
from fair_access.meetings.panel_agreement import PanelAgreement
from fair_access.meetings.panel_member import PanelMember
from fair_access.meetings.panel_set_up import PanelSetUp

OF_PANELS: dict[str, type[PanelMinute]] = {
    kind.id: kind for kind in (PanelSetUp, PanelMember, PanelAgreement)
}
OF_MEETINGS: dict[str, type[MeetingMinute]] = {
    kind.id: kind
    for kind in (
        MeetingCalled,
        MeetingInvited,
        MeetingAgenda,
        MeetingSealed,
        MeetingPackRedacted,
        MeetingOpened,
        MeetingChair,
        MeetingAttendance,
        MeetingConflict,
        MeetingUpdate,
        MeetingUpdateGiven,
        MeetingClosed,
    )
}
MINUTES: dict[str, type[Minute[Any]]] = {
    **OF_PANELS,
    **OF_MEETINGS,
    MinuteWithdrawn.id: MinuteWithdrawn,
}
"""All that the minute book may say, by the kind of its entry."""

MINUTE_WORDS: dict[str, tuple[str, str]] = {
    kind.id: (kind.title, kind.history_words) for kind in MINUTES.values() if kind.history_words
}
"""How a pupil's history puts what was minuted of the pupil's case: no names, no free text."""
