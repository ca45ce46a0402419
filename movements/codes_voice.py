"""Code sets of what pupils and parents say of a setting: who was asked, and their answers."""

from movements.code_set import plain

VOICE_OF = plain("VOICE_OF", "person asked", pupil="The pupil", parent="A parent or carer")
VOICE_OVERALL = plain(
    "VOICE_OVERALL",
    "answer overall",
    very_good="Very good",
    good="Good",
    neither="Neither good nor poor",
    poor="Poor",
    very_poor="Very poor",
    dont_know="I don’t know",
)
"""The six answers of the Friends and Family Test of the National Health Service."""
VOICE_AGREES = plain(
    "VOICE_AGREES",
    "answer",
    strongly_agree="Strongly agree",
    agree="Agree",
    neither="Neither",
    disagree="Disagree",
    strongly_disagree="Strongly disagree",
)

SETS = (VOICE_OF, VOICE_OVERALL, VOICE_AGREES)
