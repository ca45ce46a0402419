"""The DfE's daily attendance field list, and what the register takes from it and tells in it.

One table, for both ways: a feed of many schools that comes in, and `apregister export daily`.
Left out is what the list asks for where it is available, and the register does not hold (NOT_HELD).
"""

from dataclasses import dataclass

from movements.basis import Basis

DAILY = Basis(
    "guidance",
    "Share your daily school attendance data (DfE): the data items; marks are refreshed where a "
    "code was changed within 7 days; comments are not taken",
)
REFRESHED_DAYS = 7
"""Days back in which a changed mark is told again."""

MARK, DETAIL, PLACE, STANDING = "mark", "detail", "place", "standing"
"""Where an export has a field from: the marks held, the pupil's details, the place, the pupil's
standing there."""
NOT_HELD = ("previously looked after", "child in need", "child protection plan")
"""Of the list, what has no column: nothing that the register is for needs it, so it is not kept."""


@dataclass(frozen=True)
class FeedField:
    """One field of the list.

    `name` is its column in an export, `also` other headings it is known by; `taken` says what is
    read from it in a feed, empty where nothing is; `source` and `held` whence an export has it.
    """

    name: str
    title: str
    source: str
    held: str
    taken: str = ""
    also: tuple[str, ...] = ()

    def says(self) -> str:
        """Both ways in a sentence."""
        comes = f"read as {self.taken}" if self.taken else "not read: rolls and movements tell it"
        return f"{self.title}. In: {comes}. Out: told from the {self.source}."


FIELDS: tuple[FeedField, ...] = (
    FeedField("forename", "Forename", DETAIL, "forename"),
    FeedField("surname", "Surname", DETAIL, "surname"),
    FeedField("dob", "Date of birth", DETAIL, "dob"),
    FeedField("upn", "UPN", MARK, "upn", "whose mark it is"),
    FeedField("sex", "Sex", DETAIL, "sex"),
    FeedField("ethnicity", "Ethnicity", DETAIL, "ethnicity"),
    FeedField("looked_after", "Looked after", DETAIL, "looked_after"),
    FeedField("sen_provision", "SEN support or EHC plan", DETAIL, "sen_provision"),
    FeedField("fsm", "Free school meals", DETAIL, "fsm"),
    FeedField("nc_year", "National curriculum year", DETAIL, "nc_year"),
    FeedField(
        "school_urn",
        "School URN",
        PLACE,
        "urn",
        "the school that made the mark",
        ("urn", "schoolurn", "establishment_urn", "school_unique_reference_number"),
    ),
    FeedField("la_code", "Authority of the school", PLACE, "la_code"),
    FeedField("admission_date", "Admission date", STANDING, "since"),
    FeedField("expected_leaving_date", "Expected leaving date", STANDING, "planned_end"),
    FeedField("leaving_date", "Actual leaving date", STANDING, "until"),
    FeedField("date", "Day of the session", MARK, "day", "the day"),
    FeedField("session", "Session", MARK, "session", "AM or PM"),
    FeedField("mark", "Attendance code", MARK, "mark", "the mark"),
)
"""The list in its order; the mark of a session stands in three columns, as in every such file."""

SCHOOL = next(field for field in FIELDS if field.name == "school_urn")
