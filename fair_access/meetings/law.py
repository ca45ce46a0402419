"""The bases of what is asked of a panel and its meetings."""

from datetime import date

from movements.basis import Basis

CODE_2021 = date(2021, 9, 1)
PANELS = Basis(
    "local",
    "The authority's fair access protocol says who meets, how often, and how many are enough: no "
    "national rule does",
)
EVERY_SCHOOL = Basis(
    "ours",
    "School Admissions Code 2021 paragraph 3.15 has every school take part, by somebody who may "
    "decide. Protocols add that a decision cannot be enforced unless every school was invited",
    CODE_2021,
)
MAY_DECIDE = Basis(
    "statute",
    "School Admissions Code 2021 paragraph 3.15: each school sends a representative who is "
    "authorised to decide",
    CODE_2021,
)
AGREED_YEARLY = Basis(
    "ours",
    "Members sign an information-sharing agreement each school year before they see pupils' files",
)
NO_INTEREST = Basis(
    "ours", "A member who has a conflict of interest leaves for that case, and that is recorded"
)
PROMISED = Basis("ours", "What was promised at a meeting is asked for at the next")
AS_SEEN = Basis(
    "ours", "What a panel saw is kept as it saw it, so that a decision can be understood years on"
)
