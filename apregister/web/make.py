"""Putting the pages together into one Flask application."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx

from apregister.db import Engines, reading
from apregister.keeping import own_secret
from apregister.settings import Settings
from apregister.web.accounts import account_pages
from apregister.web.agreements import agreement_pages
from apregister.web.authority_card import authority_card_pages
from apregister.web.bought import bought_pages
from apregister.web.cases import case_pages
from apregister.web.charts import chart_pages
from apregister.web.correcting import correcting
from apregister.web.crosschecks import crosscheck_pages
from apregister.web.day_grid import grid_pages
from apregister.web.days_not_sent import days_not_sent
from apregister.web.digest import digest_pages
from apregister.web.directory import directory_pages
from apregister.web.due import due_pages
from apregister.web.funnels import funnel_pages
from apregister.web.gate import check_all_named, guard
from apregister.web.home import home_pages
from apregister.web.ledger import ledger_pages
from apregister.web.letters import letter_pages
from apregister.web.likely_same import same_pages
from apregister.web.looks import looks_pages
from apregister.web.mark_sheet import mark_sheets
from apregister.web.marks import mark_pages
from apregister.web.meetings import meeting_pages
from apregister.web.minuting import minuting
from apregister.web.mistakes import answer_mistakes
from apregister.web.morning import morning_pages
from apregister.web.newcomers import newcomer_pages
from apregister.web.packs import pack_pages
from apregister.web.pages import set_the_table
from apregister.web.panel_reports import panel_reports
from apregister.web.papers import paper_pages
from apregister.web.place_attendance import place_attendance_pages
from apregister.web.places import place_pages
from apregister.web.pupils import pupil_pages
from apregister.web.recording import recording
from apregister.web.referring import referring
from apregister.web.releases import release_pages
from apregister.web.rulebook import rule_pages
from apregister.web.school_card import school_card_pages
from apregister.web.second_step import second_step_pages
from apregister.web.setting_recording import setting_recording
from apregister.web.share_telling import share_telling
from apregister.web.sharing import share_pages
from apregister.web.shell import Shell
from apregister.web.signing import signing
from apregister.web.stepwise import stepwise
from apregister.web.submissions import submission_pages
from apregister.web.told_late import late_pages
from apregister.web.upload import uploading
from apregister.web.voice import voice_pages
from apregister.web.words import add_filters

PAGES = (
    signing,
    second_step_pages,
    home_pages,
    morning_pages,
    looks_pages,
    rule_pages,
    newcomer_pages,
    pupil_pages,
    mark_pages,
    mark_sheets,
    grid_pages,
    submission_pages,
    place_attendance_pages,
    paper_pages,
    voice_pages,
    recording,
    stepwise,
    referring,
    agreement_pages,
    uploading,
    due_pages,
    ledger_pages,
    panel_reports,
    case_pages,
    correcting,
    letter_pages,
    share_pages,
    share_telling,
    meeting_pages,
    minuting,
    pack_pages,
    place_pages,
    release_pages,
    authority_card_pages,
    school_card_pages,
    funnel_pages,
    chart_pages,
    crosscheck_pages,
    days_not_sent,
    late_pages,
    account_pages,
    bought_pages,
    digest_pages,
    same_pages,
    directory_pages,
    setting_recording,
)
"""Every group of pages; a new one is one line here."""

LARGEST_UPLOAD = 64 * 1024 * 1024


def make_web(engines: Engines, settings: Settings) -> Flask:
    """The pages, as a WSGI application.

    Raises NoPermissionNamed when a page was declared without its permission.
    """
    app = Flask(
        "apregister", static_folder="static", static_url_path="/static", template_folder=None
    )
    app.config.update(_config(engines, settings))
    app.extensions["apregister"] = Shell(engines, settings)
    app.view_functions["static"].__dict__["permission"] = "public"
    Htmx(app)
    CSRFProtect(app)
    guard(app)
    set_the_table(app)
    add_filters(app)
    answer_mistakes(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    check_all_named(app)
    return app


def _config(engines: Engines, settings: Settings) -> dict[str, object]:
    with reading(engines.register) as session:
        secret = settings.secret or own_secret(session)
    return {
        "SECRET_KEY": secret,
        "SESSION_COOKIE_NAME": "apregister",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A form lasts as long as the sitting it was opened in.
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": LARGEST_UPLOAD,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }
