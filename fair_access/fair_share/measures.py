"""What a fair-share ledger counts of each school and year group."""

from dataclasses import dataclass

ROLL = "roll"


@dataclass(frozen=True)
class Counted:
    """One thing counted: its title, the same in short for a column, and what exactly is counted."""

    id: str
    title: str
    short: str
    about: str


MEASURES: dict[str, Counted] = {
    one.id: one
    for one in (
        Counted(
            "admitted",
            "Fair access admissions this year",
            "Admitted this year",
            "School places that a panel allocated, or to which the authority directed, since 1 "
            "September, counted from that day, whether or not the child has started; not those "
            "declined, refused for good or withdrawn",
        ),
        Counted(
            "admitted_last_year",
            "Fair access admissions last year",
            "Admitted last year",
            "The same, for the school year before",
        ),
        Counted(
            "excluded_taken",
            "Permanently excluded pupils taken",
            "Taken after exclusion",
            "Since 1 September: children entered on the roll after another school excluded them, "
            "each at the first mainstream school that took them after that exclusion",
        ),
        Counted(
            "excluded_lost",
            "Permanently excluded",
            "Excluded",
            "Since 1 September: permanent exclusions by this school that still stand",
        ),
        Counted(
            "moves_in",
            "Managed moves in",
            "Moves in",
            "Managed moves to this school since 1 September, without those that came to nothing "
            "and those a panel allocated, which are admissions",
        ),
        Counted(
            "moves_out",
            "Managed moves out",
            "Moves out",
            "Managed moves from this school since 1 September, counted alike",
        ),
        Counted(
            "looked_after",
            "Looked-after pupils",
            "Looked after",
            "Children on roll on the day whom a local authority looks after",
        ),
        Counted(
            "plans",
            "Pupils with a plan",
            "With a plan",
            "Children on roll on the day with an education, health and care plan",
        ),
    )
}
"""Every measure that a scheme may give points for, by id, in the order shown."""
