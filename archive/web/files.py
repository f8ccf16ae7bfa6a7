"""Media over HTTP: playable files, pictures, captions. The same rule of who sees what as for pages.

No part of an address ever becomes a path: a name and a mark find a row, and the row names the file.
"""

import re
from collections.abc import Mapping
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import watching
from archive.catalogue.events import State, Visibility
from archive.catalogue.recordings import Recording
from archive.details.documents import documents_of
from archive.slugs import slug
from archive.web import addresses
from archive.web.access import seen_recording
from archive.web.asking import services_of, viewer_of
from archive.web.ranges import MediaFile
from archive.web.transcript_files import MEDIA_TYPES, Words, write_words
from media.errors import FileMissingError
from media.storyboard import write_thumbnails

RENDITION = re.compile(r"(?P<name>[a-z0-9]{1,16}(?:-[0-9]{1,2})?)-(?P<mark>[0-9a-f]{12})\.(?P<suffix>mp4|m4a)")
POSTER = re.compile(r"poster-(?P<mark>[0-9a-f]{12})\.jpg")
PICTURE = re.compile(r"(?P<kind>slide|storyboard|frame)-(?P<number>[0-9]{1,18})-(?P<mark>[0-9a-f]{12})\.jpg")
DOCUMENT = re.compile(r"document-(?P<number>[0-9]{1,18})-(?P<mark>[0-9a-f]{12})\.(?:pdf|txt)")
CAPTIONS = re.compile(r"captions\.(?P<language>[A-Za-z0-9-]{1,20})\.(?P<suffix>vtt|srt|txt|json)")
FOR_ALL = {
    "Cache-Control": "public, no-cache",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""May be kept, but is asked for again each time, so that a withdrawal works at once."""
FOR_ONE = {"Cache-Control": "private, no-store"}
SHUT_IN = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""A document is somebody else's work: whatever is in it, it does nothing here."""


def media(request: Request) -> Response:
    """Give a file of a recording: 404 for what is not there or not for this person, 410 for what is withdrawn."""
    name = request.path_params["name"]
    with services_of(request).database.reading() as session:
        recording = seen_recording(session, request.path_params["slug"], viewer_of(request))
        if match := RENDITION.fullmatch(name):
            return _rendition(request, session, recording, match)
        if match := POSTER.fullmatch(name):
            return _poster(request, recording, match["mark"])
        if match := PICTURE.fullmatch(name):
            return _picture(request, session, recording, match)
        if match := DOCUMENT.fullmatch(name):
            return _document(request, session, recording, match)
        if name == "storyboard.vtt":
            return _storyboard(session, recording)
        if match := CAPTIONS.fullmatch(name):
            return _captions(request, session, recording, match["language"], match["suffix"])
    raise HTTPException(404)


def _rendition(request: Request, session: Session, recording: Recording, match: re.Match[str]) -> Response:
    row = watching.rendition(session, recording.id, match["name"])
    if row is not None and addresses.rendition(recording.slug, row.name, row.key).rpartition("/")[2] == match[0]:
        return _stored(request, recording, row.key, row.media_type)
    replaced = watching.replaced_file(session, recording.id, mark=match["mark"], suffix=match["suffix"])
    if replaced is None:
        raise HTTPException(404)
    return _stored(request, recording, replaced.key, replaced.media_type)  # somebody began before it was replaced


def _poster(request: Request, recording: Recording, mark: str) -> Response:
    if not recording.poster_key or addresses.mark_of(recording.poster_key) != mark:
        raise HTTPException(404)
    return _stored(request, recording, recording.poster_key, "image/jpeg")


def _picture(request: Request, session: Session, recording: Recording, match: re.Match[str]) -> Response:
    """Give a slide, a sheet of small pictures, or to staff a frame that might be the poster."""
    number, key = int(match["number"]), None
    if match["kind"] == "slide":
        slide = watching.slide(session, recording.id, number)
        key = slide.image_key if slide else None
    elif match["kind"] == "storyboard":
        board = watching.storyboard(session, recording.id)
        key = board.sheet_keys[number] if board and number < len(board.sheet_keys) else None
    elif viewer_of(request).is_staff:
        frame = watching.poster_frame(session, recording.id, number)
        key = frame.image_key if frame else None
    if key is None or addresses.mark_of(key) != match["mark"]:
        raise HTTPException(404)
    return _stored(request, recording, key, "image/jpeg")


def _document(request: Request, session: Session, recording: Recording, match: re.Match[str]) -> Response:
    for row in documents_of(session, recording.id, for_staff=viewer_of(request).is_staff):
        if addresses.document(recording.slug, row.id, row.key).rpartition("/")[2] == match[0]:
            answer = _stored(request, recording, row.key, row.media_type)
            suffix = match[0].rpartition(".")[2]
            called = f'filename="{slug(row.title, otherwise="document")}.{suffix}"'
            spelled = f"filename*=UTF-8''{quote(row.title, safe='')}.{suffix}"  # RFC 6266, 4.3
            answer.headers["Content-Disposition"] = f"attachment; {called}; {spelled}"
            answer.headers["Content-Security-Policy"] = SHUT_IN
            if row.is_for_staff:
                answer.headers.update(FOR_ONE)
                for name in FOR_ALL.keys() - FOR_ONE.keys():
                    del answer.headers[name]
            return answer
    raise HTTPException(404)


def _storyboard(session: Session, recording: Recording) -> Response:
    board = watching.storyboard(session, recording.id)
    if board is None:
        raise HTTPException(404)
    text = write_thumbnails(
        [addresses.storyboard_sheet(number, key) for number, key in enumerate(board.sheet_keys)],
        board.times,
        columns=board.columns,
        rows=board.rows,
        tile_width=board.tile_width,
        tile_height=board.tile_height,
        duration_seconds=recording.duration_seconds or 0.0,
    )
    return Response(text, media_type=MEDIA_TYPES["vtt"], headers=_passing_on(recording))


def _stored(request: Request, recording: Recording, key: str, media_type: str) -> Response:
    try:
        path = services_of(request).store.path(key)
    except FileMissingError as exc:
        raise HTTPException(404) from exc
    etag = key.rpartition("/")[2].partition(".")[0][:32]
    return MediaFile(path, media_type=media_type, etag=etag, stat=path.stat(), headers=_passing_on(recording))


def _captions(request: Request, session: Session, recording: Recording, language: str, suffix: str) -> Response:
    listed = watching.transcripts(session, recording.id)
    about = next((transcript for transcript in listed if transcript.language == language), None)
    if about is None:
        raise HTTPException(404)
    services = services_of(request)
    words = Words(
        recording=recording,
        about=about,
        lines=watching.lines(session, about.transcript_id),
        base=services.settings.public_url,
        site_name=services.settings.site_name,
    )
    text = write_words(words, suffix, i18n=services.i18n)
    return Response(text, media_type=MEDIA_TYPES[suffix], headers=_passing_on(recording))


def _passing_on(recording: Recording) -> Mapping[str, str]:
    """Say who may keep and show it: what everybody may see, other sites and podcast programs may, too."""
    states = {recording.state, recording.event.state}
    visibilities = {recording.visibility, recording.event.visibility}
    return FOR_ALL if states == {State.PUBLISHED} and visibilities == {Visibility.PUBLIC} else FOR_ONE
