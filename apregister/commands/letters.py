"""letter: a decision letter of a case, made or given again; and the reasons of a case."""

from pathlib import Path
from typing import Annotated, get_args

import typer
from sqlmodel import Session

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    commands,
    examples,
    register,
    say,
    say_synthetic,
    settings,
    show,
    stop,
)
from apregister.commands.telling import check_out
from apregister.db import Engines, reading, writing
from apregister.invented import SYNTHETIC, holds_synthetic
from apregister.letters import NoLetter, letter_for, letter_paper, reasons_paper, same_again
from apregister.papers import store_of
from apregister.pdf import NoPdf, pdf_of
from fair_access.case_reader import Case
from fair_access.cases import case
from fair_access.letters.make import make_letter
from fair_access.letters.owed import letters_of
from fair_access.letters.reasons import reasons_of
from fair_access.steps import Reader
from movements.actor import Actor
from movements.attachments import PaperLost, Store
from movements.record import today

app = commands()

CaseArg = Annotated[str, typer.Argument(metavar="CASE", help="The case's id, as listed.")]
Pdf = Annotated[
    Path | None,
    typer.Option("--pdf", metavar="FILE", help="Write it as an accessible PDF."),
]
Html = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write it as a page to print.")
]


@app.command(
    "letter",
    rich_help_panel=LOOK,
    epilog=examples(
        'apregister letter c_0123456789abcdef0123 --to parent --call "Fair access, 01632 960 001"',
        "apregister letter c_0123456789abcdef0123 --to parent --pdf SYNTHETIC-letter.pdf",
    ),
)
def letter(
    wanted: CaseArg,
    to: Annotated[str, typer.Option("--to", help="parent, school or referrer.")],
    call: Annotated[
        str, typer.Option("--call", metavar="TEXT", help="Whom to call. Default: as last said.")
    ] = "",
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="Such as en.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Make it anew, though one was made.")
    ] = False,
    pdf: Pdf = None,
    out: Html = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """The letter of a case's latest decision: made, or the one that was made, word for word.

    Nothing is sent. Record the day on which you sent it as the step `case_notified`.
    """
    if to not in get_args(Reader):
        stop(f"--to {to} is nobody who is written to: use one of {', '.join(get_args(Reader))}.")
    for file in (pdf, out):
        check_out(file)
    chosen = settings(db)
    with register(db) as engines:
        store = store_of(engines, chosen)
        with reading(engines.register) as session:
            found = _case(session, wanted)
            made = None if again else _made(session, found, to)
            synthetic = holds_synthetic(session)
        by = Actor("command-line", "la_officer", authority=found.authority)
        told = {"whom": to, "call": call, "language": language}
        if made is None:
            with writing(engines.register) as session:
                made = make_letter(session, store, found.id, told, by, today()).entry
        _give(engines, store, found, made, by, (pdf, out), as_json=as_json, synthetic=synthetic)


def _give(
    engines: Engines,
    store: Store,
    found: Case,
    entry: int,
    by: Actor,
    files: tuple[Path | None, Path | None],
    *,
    as_json: bool,
    synthetic: bool,
) -> None:
    with reading(engines.register) as session:
        try:
            read = letter_for(session, store, found.id, entry, by, today())
        except PaperLost as lost:
            stop(str(lost))
        except NoLetter:
            stop(
                "The child has become protected since this letter was made, or its text was "
                "redacted: make it --again."
            )
    same = same_again(engines, read, store)
    looked(engines.looks, by, "letter", door="command", pupil_id=found.pupil, case_id=found.id)
    _write(files, letter_paper(read.letter, synthetic=synthetic), synthetic)
    if as_json:
        show({"entry": entry, "letter": read.letter, "synthetic": synthetic})
        return
    say_synthetic(synthetic)
    say(f"Letter of {read.made.on:%-d %B %Y}, entry {entry}, SHA-256 {read.made.step.sha256}")
    say(
        "Made again of what was known then, it is the same, byte for byte."
        if same
        else "Made again it differs: something was redacted, or is worded otherwise since. What is "
        "kept is what was sent."
    )
    if not any(files):
        for section in read.letter["sections"]:
            say()
            say(section["title"]["text"])
            for one in section["paragraphs"]:
                say(f"  {one['text']}")


@app.command(
    "reasons",
    rich_help_panel=LOOK,
    epilog=examples("apregister reasons c_0123456789abcdef0123 --pdf SYNTHETIC-reasons.pdf"),
)
def reasons(
    wanted: CaseArg, pdf: Pdf = None, out: Html = None, as_json: AsJson = False, db: Db = None
) -> None:
    """What was decided in a case, among which options, by whom, when, why, and on what law."""
    for file in (pdf, out):
        check_out(file)
    with register(db) as engines:
        with reading(engines.register) as session:
            found = _case(session, wanted)
            told = reasons_of(session, found, today())
            synthetic = holds_synthetic(session)
        by = Actor("command-line", "la_officer", authority=found.authority)
        looked(engines.looks, by, "reasons", door="command", pupil_id=found.pupil, case_id=found.id)
    _write((pdf, out), reasons_paper(told, synthetic=synthetic), synthetic)
    if as_json:
        show(told | {"synthetic": synthetic})
        return
    say_synthetic(synthetic)
    for one in told["decisions"]:
        say(f"{one['on']} {one['title']}: {one['sentence']}")
        for option in one["options"]:
            say(f"  option: {option['option']}: {option['why'] or 'not said'}")
        say(f"  reasons: {one['reasons'] or 'none are recorded'}")
    if not told["decisions"]:
        say("Nothing has been decided yet.")


def _case(session: Session, wanted: str) -> Case:
    found = case(session, wanted, today())
    if found is None:
        stop(f"There is no case {wanted}: give its id, c_ and twenty characters.")
    return found


def _made(session: Session, found: Case, to: str) -> int | None:
    """The letter last made of the latest decision that this reader is told of."""
    theirs = (one for one in letters_of(session, found, today()) if one.to == to)
    latest = next(theirs, None)
    return latest.made[-1].entry if latest and latest.made else None


def _write(files: tuple[Path | None, Path | None], html: str, synthetic: bool) -> None:
    pdf, out = files
    for file in files:
        if file and synthetic and SYNTHETIC not in file.name:
            stop(f"The pupils are invented: write it to {SYNTHETIC}-{file.name}.")
    if out:
        out.write_text(html, "utf-8")
    if pdf:
        try:
            pdf.write_bytes(pdf_of(html))
        except NoPdf as why:
            stop(f"{why} With --out you get it as a page to print.")
