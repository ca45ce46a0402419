"""The child and the family, as the referrer knows them. The register gives what it holds itself."""

from fair_access.referral.asking import OfOthers, Section, Words, YesNo, asked


class Child(Section):
    """Names, languages and who cares for the child. No address: the authority holds it."""

    preferred_name: Words = asked("Preferred name", "What the child is called")
    home_language: Words = asked("Home language", "The language spoken at home")
    interpreter: YesNo = asked("Interpreter", "Y where the family needs one")
    religion: Words = asked("Religion", "Where the family wishes it to be known")
    lives_with: OfOthers = asked("Lives with", "By relation; no address")
    carers: OfOthers = asked(
        "Parents and carers",
        "Each by name, relation, whether with parental responsibility, and telephone",
    )
    siblings: OfOthers = asked("Siblings", "By year group and school; no name is needed")


class Social(Section):
    """Children's services: each now, before, or never."""

    other_authority: Words = asked(
        "Looked after by another authority", "Which authority, where there is one"
    )
    child_in_need: Words = asked("Child in need", "now, before or never; with the days")
    child_protection: Words = asked("Child protection", "now, before or never; with the days")
    section_47: Words = asked("Section 47 enquiry", "now, before or never; with the days")
    section_17: Words = asked("Section 17 help", "now, before or never; with the days")
    private_fostering: Words = asked("Private fostering", "now, before or never; with the days")
    early_help: Words = asked("Early help", "now, before or never; where never, why")
    lead_professional: OfOthers = asked("Lead professional", "By name, post and contact")
    agencies: OfOthers = asked("Agencies", "Each with the person and how to reach them")
