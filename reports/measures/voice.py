"""Voice: what pupils and parents say of the setting, by links that were given and answered.

Every link given counts as asked, so that the share who answered is the response rate: with fewer
than 60% of answers nothing is told.
"""

from movements.basis import Basis
from reports.bands import COMPLETE_SURVEY
from reports.measure import Measure

_GOOD = (
    "who, of the six answers of the Friends and Family Test, chose good or very good, among those "
    "who answered; a link given and not answered is not known"
)
VOI_1 = Measure(
    id="VOI-1",
    outcome="voice",
    title="Pupils say it is good or very good",
    sentence="{yes} of {of} pupils who answered said that, all in all, it is good or very good.",
    frame="pupil_voice",
    due="due_on",
    cohort="Pupils given a link to say what the setting is like",
    window="Links answered, or over, in the school year",
    answer=lambda frame: frame["good"],
    complete=COMPLETE_SURVEY,
    basis=Basis("ours", f"Pupils {_GOOD}"),
)
VOI_2 = Measure(
    id="VOI-2",
    outcome="voice",
    title="Parents say it is good or very good",
    sentence="{yes} of {of} pupils’ parents who answered said that, all in all, it is good or very "
    "good.",
    frame="parent_voice",
    due="due_on",
    cohort="Pupils a parent of whom was given a link to say what the setting is like",
    window="Links answered, or over, in the school year",
    answer=lambda frame: frame["good"],
    complete=COMPLETE_SURVEY,
    basis=Basis("ours", f"Pupils with a parent {_GOOD}"),
)
