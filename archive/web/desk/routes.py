"""The routes of the desk. The language stands first, as everywhere; uploads have none, since nobody reads them."""

from collections.abc import Callable

from starlette.routing import BaseRoute, Route

from archive.web.desk import (
    accounts,
    adding,
    auditing,
    captions,
    found,
    home,
    inviting,
    job_stream,
    jobs,
    publishing,
    replacing_file,
    reports,
    rights,
    unanswered,
    uploads,
    watched,
    withdrawing,
)
from archive.web.desk.editing_routes import EDITING_ROUTES
from archive.web.desk.transcript_routes import TRANSCRIPT_ROUTES
from archive.web.identity import signin
from archive.web.staff import FORM_BYTES

PREFIX = "/{language:language}/desk"


def _page(path: str, endpoint: Callable[..., object], name: str) -> Route:
    return Route(PREFIX + path, endpoint, name=name)


def _form(path: str, endpoint: Callable[..., object], name: str) -> Route:
    return Route(PREFIX + path, endpoint, methods=["POST"], name=name, max_body_size=FORM_BYTES)


DESK_ROUTES: list[BaseRoute] = [
    _page("/sign-in", signin.old_address, "desk-sign-in"),
    _page("", home.home, "desk"),
    _page("/add", adding.show, "desk-add"),
    _form("/add/address", adding.address, "desk-add-address"),
    Route(PREFIX + "/add/file", adding.file, methods=["POST"], name="desk-add-file"),
    _form("/uploads/{upload_id:str}/discard", adding.discard_upload, "desk-discard-upload"),
    _page("/jobs/{job_id:str}", jobs.show, "desk-job"),
    _page("/jobs/{job_id:str}/stream", job_stream.stream, "desk-job-stream"),
    _form("/jobs/{job_id:str}/retry", jobs.retry, "desk-job-retry"),
    _form("/jobs/{job_id:str}/take", found.take, "desk-job-take"),
    _form("/jobs/{job_id:str}/cancel", jobs.cancel, "desk-job-cancel"),
    _form("/jobs/{job_id:str}/discard", jobs.discard, "desk-job-discard"),
    Route(PREFIX + "/recordings/{recording_id:number}/captions", captions.add, methods=["POST"], name="desk-captions"),
    _form("/recordings/{recording_id:number}/speech", captions.recognise, "desk-speech"),
    _page("/recordings/{recording_id:number}/publish", publishing.show_publish, "desk-publish"),
    _form("/recordings/{recording_id:number}/publish", publishing.publish, "desk-publish-form"),
    _form("/recordings/{recording_id:number}/review", publishing.review, "desk-review"),
    _form("/recordings/{recording_id:number}/unschedule", publishing.unschedule, "desk-unschedule"),
    _page("/recordings/{recording_id:number}/rights", rights.show, "desk-rights"),
    _form("/recordings/{recording_id:number}/rights", rights.save, "desk-rights-form"),
    Route(PREFIX + "/recordings/{recording_id:number}/proof", rights.take_proof, methods=["POST"], name="desk-proof"),
    _page("/recordings/{recording_id:number}/proof/file", rights.proof, "desk-proof-file"),
    _form("/recordings/{recording_id:number}/proof/remove", rights.drop_proof, "desk-proof-remove"),
    _page("/recordings/{recording_id:number}/cut/file", replacing_file.show, "desk-replace-file"),
    Route(
        PREFIX + "/recordings/{recording_id:number}/cut/file",
        replacing_file.take,
        methods=["POST"],
        name="desk-replace-file-form",
    ),
    _form("/jobs/{job_id:str}/words", replacing_file.decide, "desk-job-words"),
    _page("/recordings/{recording_id:number}/withdraw", withdrawing.show, "desk-withdraw"),
    _form("/recordings/{recording_id:number}/withdraw", withdrawing.withdraw, "desk-withdraw-form"),
    _form("/recordings/{recording_id:number}/restore", withdrawing.restore, "desk-restore"),
    _page("/recordings/{recording_id:number}/delete", withdrawing.ask_to_delete, "desk-delete"),
    _form("/recordings/{recording_id:number}/delete", withdrawing.delete, "desk-delete-form"),
    _page("/recordings/{recording_id:number}/history", auditing.show_history, "desk-history"),
    _page("/log", auditing.show_log, "desk-log"),
    _page("/log.{form:str}", auditing.export, "desk-log-export"),
    *EDITING_ROUTES,
    _page("/watched", watched.show, "desk-watched"),
    _form("/watched", watched.start, "desk-watch"),
    _form("/watched/{source_id:number}/check", watched.check, "desk-watched-check"),
    _form("/watched/{source_id:number}/stop", watched.stop, "desk-watched-stop"),
    *TRANSCRIPT_ROUTES,
    _page("/reports", reports.show, "desk-reports"),
    _form("/reports/{report_id:number}", reports.answer, "desk-report"),
    _page("/accounts", accounts.show_list, "desk-accounts"),
    _page("/accounts/invite", inviting.show, "desk-invite"),
    _form("/accounts/invite", inviting.invite, "desk-invite-form"),
    _page("/accounts/{account_id:number}", accounts.show, "desk-account"),
    _form("/accounts/{account_id:number}/role", accounts.change_role, "desk-account-role"),
    _form("/accounts/{account_id:number}/email", accounts.change_email, "desk-account-email"),
    _form("/accounts/{account_id:number}/active", accounts.switch, "desk-account-active"),
    _form("/accounts/{account_id:number}/link", inviting.link, "desk-account-link"),
    _form("/accounts/{account_id:number}/sign-out", accounts.sign_out, "desk-account-sign-out"),
    _form("/accounts/{account_id:number}/second-factor", accounts.drop_second_factor, "desk-account-second-factor"),
    _page("/unanswered", unanswered.show, "desk-unanswered"),
    Route(uploads.PATH, uploads.collection, methods=uploads.LIST_METHODS, name="uploads"),
    Route(uploads.PATH + "/{upload_id:str}", uploads.one, methods=uploads.METHODS, name="upload"),
]
"""All routes of the desk."""
