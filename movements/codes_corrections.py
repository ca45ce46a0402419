"""Reasons for refusing a correction that was asked for (ours)."""

from movements.code_set import Code, CodeSet, plain

REJECTIONS = plain(
    "REJECTIONS",
    "reason for rejecting a correction",
    entry_is_right="The entry is right",
    no_evidence="There is no evidence for the change",
    already_corrected="It has been corrected already",
    other="Other",
)
SETS: tuple[CodeSet[Code], ...] = (REJECTIONS,)
