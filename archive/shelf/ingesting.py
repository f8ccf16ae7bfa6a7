"""What an ingest is given by the archive: limits and languages out of the settings, a work folder, and an ear.

The ear is for the offer: as soon as something of a recording can be played, it stands on the page of the draft.
"""

from pathlib import Path

from archive.bootstrap import Services
from archive.errors import NotFoundError
from archive.jobs.claims import work_folder_name
from archive.jobs.running import Run
from archive.shelf.accession import put_files, write_offer
from archive.transcripts.recognising import hearing_options
from ingest.context import IngestOptions, Offer

OFFERED = "offered"
"""Name of the step that is done when the rows of what can be played first are there; nobody is shown it."""
OFFER_POINTS = ("offer:before-commit", "offer:rows")


def ingest_options(services: Services) -> IngestOptions:
    """Give what ingest needs to know of the settings."""
    settings = services.settings
    return IngestOptions(
        max_bytes=settings.max_media_bytes,
        fetch_timeout_seconds=settings.fetch_timeout_seconds,
        allow_hosts=frozenset(settings.fetch_allow),
        languages=settings.languages,
        speech=hearing_options(services),
        reading_languages=settings.slide_languages,
        country_names=dict(services.i18n.country_names()),
        max_duration_seconds=settings.max_media_seconds,
        reserve_bytes=settings.reserve_bytes,
    )


def work_folder(services: Services, run: Run) -> Path:
    """Give the folder that is the job's alone."""
    return services.work / work_folder_name(run.claim.job_id, run.claim.arguments)


def recording_of(run: Run) -> int:
    """Give the recording that a job is about.

    Raises:
        NotFoundError: it is gone.
    """
    if run.claim.recording_id is None:
        raise NotFoundError(kind="recording", key=run.claim.job_id)
    return run.claim.recording_id


def show_offer(services: Services, run: Run, offer: Offer) -> None:
    """Put what can be played first on the page of the draft, once.

    Raises:
        AlreadyArchivedError: the same bytes are here as another recording.
        MediaError: from the store.
    """
    if run.has_finished(OFFERED):
        return
    files = put_files(services, offer)
    with run.writing() as session:
        write_offer(services, session, recording_of(run), offer, files)
        run.finish_step(session, OFFERED, ", ".join(file.spec.name for file in offer.renditions))
        services.reached("offer:before-commit")
    services.reached("offer:rows")
