"""The referral form: the union of what authorities ask, section by section."""

from fair_access.referral.asking import Section
from fair_access.referral.child import Child, Social
from fair_access.referral.evidence import Evidence
from fair_access.referral.risk import Risk
from fair_access.referral.school import Learning, Needs, Schooling, Tried
from fair_access.referral.views import Referrer, Request, Views

SECTIONS: dict[str, type[Section]] = {
    "Evidence for the category": Evidence,
    "What is asked for": Request,
    "Who refers": Referrer,
    "What child and parents say": Views,
    "Schools": Schooling,
    "What was tried": Tried,
    "Learning": Learning,
    "Needs": Needs,
    "Child and family": Child,
    "Children's services": Social,
    "Risk": Risk,
}
"""The sections in the order in which a form asks them."""
