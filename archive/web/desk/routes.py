"""The routes of the desk. The language stands first, as everywhere; uploads have none, since nobody reads them."""

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
from archive.web.routing import Below

DESK = Below("/desk")


DESK_ROUTES: list[BaseRoute] = [
    DESK.page("/sign-in", signin.old_address, "desk-sign-in"),
    DESK.page("", home.home, "desk"),
    DESK.page("/add", adding.show, "desk-add"),
    DESK.form("/add/address", adding.address, "desk-add-address"),
    DESK.files_form("/add/file", adding.file, "desk-add-file"),
    DESK.form("/uploads/{upload_id:str}/discard", adding.discard_upload, "desk-discard-upload"),
    DESK.page("/jobs/{job_id:str}", jobs.show, "desk-job"),
    DESK.page("/jobs/{job_id:str}/stream", job_stream.stream, "desk-job-stream"),
    DESK.form("/jobs/{job_id:str}/retry", jobs.retry, "desk-job-retry"),
    DESK.form("/jobs/{job_id:str}/take", found.take, "desk-job-take"),
    DESK.form("/jobs/{job_id:str}/cancel", jobs.cancel, "desk-job-cancel"),
    DESK.form("/jobs/{job_id:str}/discard", jobs.discard, "desk-job-discard"),
    DESK.files_form("/recordings/{recording_id:number}/captions", captions.add, "desk-captions"),
    DESK.form("/recordings/{recording_id:number}/speech", captions.recognise, "desk-speech"),
    DESK.page("/recordings/{recording_id:number}/publish", publishing.show_publish, "desk-publish"),
    DESK.form("/recordings/{recording_id:number}/publish", publishing.publish, "desk-publish-form"),
    DESK.form("/recordings/{recording_id:number}/review", publishing.review, "desk-review"),
    DESK.form("/recordings/{recording_id:number}/unschedule", publishing.unschedule, "desk-unschedule"),
    DESK.page("/recordings/{recording_id:number}/rights", rights.show, "desk-rights"),
    DESK.form("/recordings/{recording_id:number}/rights", rights.save, "desk-rights-form"),
    DESK.files_form("/recordings/{recording_id:number}/proof", rights.take_proof, "desk-proof"),
    DESK.page("/recordings/{recording_id:number}/proof/file", rights.proof, "desk-proof-file"),
    DESK.form("/recordings/{recording_id:number}/proof/remove", rights.drop_proof, "desk-proof-remove"),
    DESK.page("/recordings/{recording_id:number}/cut/file", replacing_file.show, "desk-replace-file"),
    DESK.files_form("/recordings/{recording_id:number}/cut/file", replacing_file.take, "desk-replace-file-form"),
    DESK.form("/jobs/{job_id:str}/words", replacing_file.decide, "desk-job-words"),
    DESK.page("/recordings/{recording_id:number}/withdraw", withdrawing.show, "desk-withdraw"),
    DESK.form("/recordings/{recording_id:number}/withdraw", withdrawing.withdraw, "desk-withdraw-form"),
    DESK.form("/recordings/{recording_id:number}/restore", withdrawing.restore, "desk-restore"),
    DESK.page("/recordings/{recording_id:number}/delete", withdrawing.ask_to_delete, "desk-delete"),
    DESK.form("/recordings/{recording_id:number}/delete", withdrawing.delete, "desk-delete-form"),
    DESK.page("/recordings/{recording_id:number}/history", auditing.show_history, "desk-history"),
    DESK.page("/log", auditing.show_log, "desk-log"),
    DESK.page("/log.{form:str}", auditing.export, "desk-log-export"),
    *EDITING_ROUTES,
    DESK.page("/watched", watched.show, "desk-watched"),
    DESK.form("/watched", watched.start, "desk-watch"),
    DESK.form("/watched/{source_id:number}/check", watched.check, "desk-watched-check"),
    DESK.form("/watched/{source_id:number}/stop", watched.stop, "desk-watched-stop"),
    *TRANSCRIPT_ROUTES,
    DESK.page("/reports", reports.show, "desk-reports"),
    DESK.form("/reports/{report_id:number}", reports.answer, "desk-report"),
    DESK.page("/accounts", accounts.show_list, "desk-accounts"),
    DESK.page("/accounts/invite", inviting.show, "desk-invite"),
    DESK.form("/accounts/invite", inviting.invite, "desk-invite-form"),
    DESK.page("/accounts/{account_id:number}", accounts.show, "desk-account"),
    DESK.form("/accounts/{account_id:number}/role", accounts.change_role, "desk-account-role"),
    DESK.form("/accounts/{account_id:number}/email", accounts.change_email, "desk-account-email"),
    DESK.form("/accounts/{account_id:number}/active", accounts.switch, "desk-account-active"),
    DESK.form("/accounts/{account_id:number}/link", inviting.link, "desk-account-link"),
    DESK.form("/accounts/{account_id:number}/sign-out", accounts.sign_out, "desk-account-sign-out"),
    DESK.form("/accounts/{account_id:number}/second-factor", accounts.drop_second_factor, "desk-account-second-factor"),
    DESK.page("/unanswered", unanswered.show, "desk-unanswered"),
    Route(uploads.PATH, uploads.collection, methods=uploads.LIST_METHODS, name="uploads"),
    Route(uploads.PATH + "/{upload_id:str}", uploads.one, methods=uploads.METHODS, name="upload"),
]
"""All routes of the desk."""
