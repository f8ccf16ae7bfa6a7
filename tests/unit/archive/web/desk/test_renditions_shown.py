"""Playable files on the pages: why each was made as it was, that more follow, that none breaks off while it plays."""

from sqlalchemy import select

from archive.catalogue.files import UnneededFile
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording, Rendition
from archive.jobs.queue import INGEST
from archive.unneeded import let_go
from archive.web import addresses
from archive.web.desk.rendition_views import REASONS
from media.ladder import ladder
from media.probe import AudioStream, MediaInfo, VideoStream
from tests.support.clips import make_clip
from tests.support.desk import client_for

LARGE = VideoStream("hevc", "Main", "yuv420p", 1920, 1080, 25.0)


def set_renditions(services, draft, *renditions):
    with services.database.writing() as session:
        recording = session.get_one(Recording, draft)
        recording.renditions.clear()
        session.flush()
        recording.renditions.extend(renditions)


def rendition(name, *, width=None, height=0, reason="", key=None, media_type="video/mp4", **more):
    return Rendition(
        name=name,
        key=key or "ab/" + "ab" * 64 + ".mp4",
        size_bytes=1000,
        media_type=media_type,
        width=width,
        height=height,
        reason=reason,
        **more,
    )


def words(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def test_the_desk_says_why_each_file_was_made_as_it_was(services, draft):
    sound = rendition("audio-2", media_type="audio/mp4", reason="language-track", language="en", label="Dolmetschung")
    set_renditions(services, draft, rendition("1080p", width=1920, height=1080, reason="keyframes"), sound)
    editor = client_for(services, Role.EDITOR)

    english, german = (words(editor, f"/{language}/desk/recordings/{draft}") for language in ("en", "de"))

    assert "encoded: jumping to a second would take long" in english
    assert "English – Dolmetschung" in english
    assert "Englisch – Dolmetschung" in german
    assert "jumping" not in german


def test_every_reason_the_ladder_gives_has_words():
    sounds = (AudioStream("mp3", 2, 48_000), AudioStream("aac", 2, 48_000, language="eng"))
    infos = [MediaInfo("mov", 60.0, 9_000_000, 1_000_000, LARGE, sounds), MediaInfo("mp3", 60.0, 9, 9, None, sounds)]

    given = {spec.reason for info in infos for spec in ladder(info)}

    assert given
    assert given <= REASONS.keys()


def test_a_portrait_is_named_by_its_shorter_side(services, draft):
    set_renditions(services, draft, rendition("720p", width=720, height=1280, reason="codec"))
    editor = client_for(services, Role.EDITOR)

    assert "720p," in words(editor, f"/en/desk/recordings/{draft}")
    assert "1280p" not in words(editor, f"/en/desk/recordings/{draft}")
    slug = slug_of(services, draft)
    assert "720p" in words(editor, f"/en/watch/{slug}")
    assert "1280p" not in words(editor, f"/en/watch/{slug}")


def slug_of(services, draft):
    with services.database.reading() as session:
        return session.get_one(Recording, draft).slug


def test_a_draft_that_can_be_played_already_says_that_more_follows(services, draft):
    set_renditions(services, draft, rendition("source", width=320, height=180, reason="web-ready"))
    with services.database.writing() as session:
        session.get_one(Recording, draft).shelved_at = None
        services.jobs.enqueue(session, kind=INGEST, arguments={}, title="x", dedupe_key="x", recording_id=draft)
    editor, slug = client_for(services, Role.EDITOR), slug_of(services, draft)

    assert "further qualities follow" in words(editor, f"/en/watch/{slug}")
    assert "further qualities follow" in words(editor, f"/en/desk/recordings/{draft}")
    with services.database.writing() as session:
        session.get_one(Recording, draft).shelved_at = services.clock()
    assert "further qualities follow" not in words(editor, f"/en/watch/{slug}")
    assert "further qualities follow" not in words(editor, f"/en/desk/recordings/{draft}")


def test_who_plays_a_file_when_it_is_replaced_plays_it_to_its_end(services, draft, tmp_path):
    old, new = (
        services.store.adopt(make_clip(tmp_path / f"{tone}.mp4", seconds=0.3, tone_hertz=tone), suffix=".mp4")
        for tone in (330, 440)
    )
    set_renditions(services, draft, rendition("source", width=320, height=180, key=old.key))
    editor, slug = client_for(services, Role.EDITOR), slug_of(services, draft)
    address, content = addresses.rendition(slug, "source", old.key), services.store.path(old.key).read_bytes()
    first = editor.get(address, headers={"Range": "bytes=0-99"})

    set_renditions(services, draft, rendition("source", width=320, height=180, key=new.key))
    with services.database.writing() as session:
        let_go(session, {old.key: "video/mp4"}, now=services.clock(), recording_id=draft)
    rest = editor.get(address, headers={"Range": "bytes=100-", "If-Range": first.headers["etag"]})

    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.content + rest.content == content
    assert rest.headers["etag"] == first.headers["etag"]
    with services.database.writing() as session:
        session.delete(session.scalars(select(UnneededFile)).one())
    assert editor.get(address).status_code == 404
    assert client_for(services).get(address).status_code == 404
