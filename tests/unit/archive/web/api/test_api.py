"""The API as programs meet it: pages and links, entity tags, other sites, problems in the language asked for."""

import pytest

from archive.catalogue.recordings import Recording, TranscriptCue
from archive.i18n import LANGUAGES
from archive.publication import withdrawing
from archive.web.api.openapi import description
from archive.web.api.table import ENDPOINTS
from archive.web.app import create_app
from tests.support.archives import open_archive
from tests.support.desk import HERE, client_for
from tests.support.published import NASTY, publish_nasty
from tests.support.shelf import archive_without_index, shelve_words

API = "/api/v1"


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("api") / "var") as services:
        publish_nasty(services)
        gone = shelve_words(services, "Fokus Quitte", "Weg")
        with services.database.writing() as session:
            withdrawing.withdraw(services, session, gone, reason="Einwilligung widerrufen")
        yield services


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


def test_the_entry_leads_everywhere(visitor):
    entry = visitor.get(API).json()

    for name in ("events", "recordings", "search", "countries", "topics", "documentation", "description"):
        assert visitor.get(entry[name].removeprefix(HERE)).status_code == 200, name


def test_a_list_is_walked_by_its_links_and_nothing_is_met_twice(visitor):
    address, met = f"{HERE}{API}/recordings?page_size=3", []
    while address:
        answer = visitor.get(address.removeprefix(HERE))
        page = answer.json()
        met += [item["slug"] for item in page["items"]]
        address = page["links"]["next"]
        assert (address is None) == ('rel="next"' not in answer.headers["link"])

    assert len(met) == len(set(met)) == page["total"] == len(NASTY)
    assert page["links"]["previous"].endswith("page_size=3&page=2")


def test_behind_the_last_page_nothing_is_listed_and_the_way_back_is_named(visitor):
    for path in ("/recordings", "/events", "/search"):
        page = visitor.get(f"{API}{path}?page=99999").json()
        assert page["items"] == []
        assert visitor.get(page["links"]["previous"].removeprefix(HERE)).json()["items"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=ge", len(NASTY)),
        ("country=iq", 0),
        ("country=iq&country=ge", len(NASTY)),
        ("region=western-balkans", 0),
        ("year=2023", len(NASTY)),
        ("year=2022", 0),
        ("kind=virtual&language=de", len(NASTY)),
        ("kind=national", 0),
        ("language=en", 0),
        ("series=nix", 0),
    ],
)
def test_a_list_is_narrowed(visitor, query, found):
    assert visitor.get(f"{API}/recordings?{query}").json()["total"] == found


def test_titles_come_as_they_are(visitor):
    items = visitor.get(f"{API}/recordings").json()["items"]

    assert {item["title"] for item in items} == set(NASTY.values())


def test_a_recording_tells_what_there_is_of_it(visitor):
    recording = visitor.get(f"{API}/recordings/nasty-0").json()

    assert [chapter["end_seconds"] for chapter in recording["chapters"]] == [5.0, 10.0]
    assert [rendition["media_type"] for rendition in recording["renditions"]] == ["video/mp4", "audio/mp4"]
    assert recording["starts"] == "2023-12-06"
    assert recording["embed"] == f"{HERE}/embed/nasty-0"
    transcript = visitor.get(recording["transcripts"][0]["url"].removeprefix(HERE)).json()
    assert transcript["lines"][1]["text"] == "Danke"
    line = transcript["lines"][1]
    assert line["words"] is None
    assert line["page"] == f"{HERE}/de/watch/nasty-0?t=5#line-{line['key']}"
    assert f'id="line-{line["key"]}"' in visitor.get(line["page"].removeprefix(HERE)).text


def test_words_have_their_times_where_they_are_known(tmp_path):
    with open_archive(tmp_path / "var") as services:
        recording_id = shelve_words(services, "Fokus Irak", "Guten Tag", "drei Worte hier")
        with services.database.writing() as session:
            transcript = session.get_one(Recording, recording_id).transcripts[0]
            first, second = session.query(TranscriptCue).filter_by(transcript_id=transcript.id).order_by("position")
            first.word_starts, second.word_starts = [0.1, 0.6], [5.0]  # the second was edited since

        lines = client_for(services).get(f"{API}/recordings/fokus-irak/transcripts/de").json()["lines"]

    assert lines[0]["words"] == [{"text": "Guten", "start_seconds": 0.1}, {"text": "Tag", "start_seconds": 0.6}]
    assert lines[1]["words"] is None


def test_a_recording_says_the_time_it_speaks_of_and_what_it_is_about_in_both_languages(tmp_path):
    with open_archive(tmp_path / "var") as services:
        shelve_words(services, "Fokus Alt", "Guten Tag")
        recording_id = shelve_words(services, "Fokus Stand", "Guten Tag")
        with services.database.writing() as session:
            recording = session.get_one(Recording, recording_id)
            recording.as_of, recording.description, recording.description_en = "2024-03", "Wohnen", "Housing"
        visitor = client_for(services)
        plain, told = (visitor.get(f"{API}/recordings/{slug}").json() for slug in ("fokus-alt", "fokus-stand"))

    assert plain["starts"]
    assert (plain["as_of"], plain["description_en"]) == (plain["starts"], "")
    assert told["as_of"] == "2024-03"
    assert (told["description"], told["description_en"]) == ("Wohnen", "Housing")


def test_a_search_gives_moments_facets_and_what_was_meant(visitor):
    answer = visitor.get(f"{API}/search?q=danke&moments=1").json()
    nothing = visitor.get(f"{API}/search?q=dankke").json()

    hit = answer["items"][0]
    assert answer["total_recordings"] == len(NASTY)
    assert hit["moments"][0]["start_seconds"] == 5.0
    assert [piece["text"] for piece in hit["moments"][0]["snippet"] if piece["is_match"]] == ["Danke"]
    assert "&t=5#line-" in hit["moments"][0]["page"]
    assert answer["facets"]["country"] == [{"value": "ge", "count": len(NASTY)}]
    assert nothing["total_recordings"] == 0
    assert [text.casefold() for text in nothing["suggestions"]] == ["danke"]


def test_countries_have_their_names_in_both_languages(visitor):
    countries = {country["code"]: country for country in visitor.get(f"{API}/countries").json()["countries"]}

    assert countries["GE"]["names"] == {"de": "Georgien", "en": "Georgia"}
    assert countries["GE"]["recordings"] == len(NASTY)


def test_an_answer_is_sent_only_when_it_has_changed(visitor):
    first = visitor.get(f"{API}/recordings")
    again = visitor.get(f"{API}/recordings", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["access-control-allow-origin"] == "*"
    assert visitor.head(f"{API}/recordings").headers["etag"] == first.headers["etag"]
    assert visitor.get(f"{API}/recordings?page=2").headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("path", [f"{API}/recordings", f"{API}/openapi.json", "/oembed"])
def test_pages_of_other_sites_may_ask_and_send_no_credentials(visitor, path):
    foreign = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}

    before = visitor.options(path, headers=foreign)
    after = visitor.get(path, headers=foreign)

    assert (before.status_code, before.headers["access-control-allow-methods"]) == (204, "GET, HEAD, OPTIONS")
    assert after.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in {*before.headers, *after.headers}


BAD = [
    ("/recordings?page=1e9", 400, "page"),
    ("/recordings?page=1000000000", 400, "page"),
    ("/recordings?page=-1", 400, "page"),
    ("/recordings?page=1&page=2", 400, "page"),
    ("/recordings?page_size=101", 400, "page_size"),
    ("/recordings?contry=ge", 400, "contry"),
    ("/recordings?country=GEO", 400, "country"),
    ("/recordings?sort=best", 400, "sort"),
    ("/events?kind=x", 400, "kind"),
    ("/search?q=" + "a" * 10_000, 400, "q"),
    ("/search?q=a&q=b", 400, "q"),
    ("/recordings/fokus-quitte?x=1", 400, "x"),
    ("/recordings/nix", 404, None),
    ("/recordings/%00", 404, None),
    ("/recordings/nasty-0/transcripts/fr", 404, None),
    ("/events/nix", 404, None),
    ("/nix", 404, None),
    ("/recordings/fokus-quitte", 410, None),
]


@pytest.mark.parametrize(("path", "status", "parameter"), BAD, ids=[path[:40] for path, _, _ in BAD])
def test_what_is_asked_wrongly_is_answered_with_a_problem_in_the_asked_language(visitor, path, status, parameter):
    said = set()
    for language in LANGUAGES:
        answer = visitor.get(API + path, headers={"Accept-Language": language})
        problem = answer.json()
        said.add((problem["title"], problem["detail"]))

        assert answer.status_code == problem["status"] == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == language
        assert problem["type"].startswith(f"{HERE}/en/api#")
        assert [error["parameter"] for error in problem.get("errors", [])] == ([parameter] if parameter else [])
        assert not any("%(" in error["detail"] for error in problem.get("errors", []))
    assert len(said) == len(LANGUAGES)


def test_a_withdrawal_tells_the_day_and_the_reason(visitor):
    problem = visitor.get(f"{API}/recordings/fokus-quitte").json()

    assert problem["reason"] == "Einwilligung widerrufen"
    assert problem["withdrawn_on"]


def test_writing_is_refused_with_a_problem(visitor):
    answer = visitor.post(f"{API}/recordings")

    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert "GET" in answer.headers["allow"]


def test_while_search_is_away_the_problem_says_when_to_come_back(tmp_path):
    with archive_without_index(tmp_path / "var") as services:
        answer = client_for(services).get(f"{API}/search?q=tag")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert answer.json()["type"].endswith("#search-away")


def test_our_own_faults_are_problems_too_and_nothing_leaks(services, monkeypatch):
    client = client_for(services)
    client = type(client)(create_app(services), base_url=HERE, raise_server_exceptions=False)
    monkeypatch.setattr("archive.catalogue.listing.count", lambda *_: 1 / 0)

    answer = client.get(f"{API}/recordings")

    assert answer.status_code == 500
    assert answer.json()["type"].endswith("#broken")
    assert "division" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_everything_that_is_described_is_explained():
    described = description(ENDPOINTS, name="x", public_url=HERE)

    silent = [
        f"{title}.{name}"
        for title, schema in described["components"]["schemas"].items()
        for name, field in schema.get("properties", {}).items()
        if not field.get("description")
    ]
    parameters = [
        parameter["name"]
        for path in described["paths"].values()
        for parameter in path["get"]["parameters"]
        if not parameter["description"]
    ]

    assert silent == []
    assert parameters == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_read_about_every_address_parameter_field_and_problem(visitor, language):
    text = visitor.get(f"/{language}/api").text
    described = visitor.get(f"{API}/openapi.json").json()

    for path, operations in described["paths"].items():
        assert f"<code>GET {path}</code>" in text
        assert all(f"<code>{parameter['name']}</code>" in text for parameter in operations["get"]["parameters"])
    for title, schema in described["components"]["schemas"].items():
        assert f'id="{title}"' in text or "properties" not in schema
    for code in ("parameters", "not-found", "withdrawn", "broken"):
        assert f'id="{code}"' in text
