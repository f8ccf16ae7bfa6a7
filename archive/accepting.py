"""Joins uploads to intake: opens the uploads of an archive, and makes the job of a complete one."""

import datetime as dt

from sqlalchemy.orm import Session

from archive import intake
from archive.bootstrap import Services
from archive.catalogue.work import Job
from archive.upload_files import UploadFiles
from archive.uploads import Accept, Arrived, Uploads
from ingest.languages import language_code
from ingest.sources import CaptionFile


def uploads_of(services: Services) -> Uploads:
    """Give the uploads of this archive."""
    settings = services.settings
    return Uploads(
        services.database,
        UploadFiles(settings.data / "uploads"),
        clock=services.clock,
        max_bytes=settings.max_media_bytes,
        reserve_bytes=settings.reserve_bytes,
        lifetime=dt.timedelta(days=settings.upload_days),
    )


def acceptor(services: Services) -> Accept:
    """Give what makes the ingest job of a complete recording."""

    def accept(session: Session, arrived: Arrived) -> Job:
        captions = tuple(CaptionFile(path, language_of(name), "supplied", name) for path, name in arrived.captions)
        return intake.accept_file(
            services, session, path=arrived.path, name=arrived.name, captions=captions, account_id=arrived.account_id
        )

    return accept


def language_of(caption_name: str) -> str | None:
    """Read the language out of a caption file's name: `talk.de.vtt`, `talk_en.srt`, `de.vtt`."""
    stem = caption_name.rpartition(".")[0].replace("_", ".").replace(" ", ".")
    code = language_code(stem.rpartition(".")[2])
    return code if code is not None and len(code) == 2 else None  # noqa: PLR2004  longer ones are ordinary words
