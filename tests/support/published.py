"""Published recordings with odd titles and a sound file in the rows: for tests of feeds, maps and what is passed on."""

from archive.bootstrap import Services
from archive.catalogue.recordings import Chapter, Recording, Rendition
from archive.finding.indexing import rebuild
from tests.support.shelf import give_film, shelve_words, stored

NASTY = {
    "quotes": "\"Anführung\" & 'Strich' <b>fett</b>",
    "script": "</script><script>alert(1)</script><!--",
    "section": "]]> --> ?> &amp; &#0;",
    "lines": "Zeile\nUmbruch\u2028Trenner\tTab",
    "controls": "Steuer\x0b\x1b\x1fzeichen\ufffe",
    "scripts of the world": "مرحبا 👩‍💻 ქართული \u202eumgekehrt",
    "templates": "{{ 7 * 7 }} %(x)s {searchTerms} ${a}",
}
"""Titles that break what is not written with care, by what they try."""


def publish_nasty(services: Services) -> dict[str, str]:
    """Publish a recording for each of the titles, with sound and chapters; give the slugs by what they try."""
    slugs = {}
    sound = stored(services, bytes(4321), suffix=".m4a")
    for number, (name, title) in enumerate(NASTY.items()):
        recording_id = shelve_words(services, f"Nasty {number}", f"Hier geht es um {title}", "Danke")
        give_film(services, recording_id)
        with services.database.writing() as session:
            recording = session.get_one(Recording, recording_id)
            recording.title = recording.event.title = recording.description = title
            recording.poster_key = "bb/poster0000000"
            recording.chapters = [
                Chapter(start_seconds=0.0, title=title),
                Chapter(start_seconds=5.0, title="Ende"),
            ]
            recording.renditions.append(
                Rendition(name="audio", key=sound.key, media_type="audio/mp4", size_bytes=sound.size_bytes)
            )
            slugs[name] = recording.slug
    rebuild(services)
    return slugs
