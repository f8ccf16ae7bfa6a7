"""What pages say to search engines: valid JSON for every text, and nothing in it that a browser would run."""

import json

import pytest

from archive.web import structured
from archive.web.markup import clean, document, element
from tests.support.published import NASTY


@pytest.mark.parametrize("title", NASTY.values(), ids=NASTY)
def test_any_title_comes_back_as_it_was_and_cannot_end_the_script(title):
    written = structured.json_ld((structured.VideoObject(name=title, transcript=title),))

    assert json.loads(written)["name"] == title
    assert json.loads(written)["transcript"] == title
    assert not set("<>&\u2028\u2029") & set(written)


def test_things_are_named_as_schema_org_names_them_and_what_is_empty_is_left_out():
    clip = structured.Clip(name="Begrüßung", start_offset=0, end_offset=None)

    written = json.loads(structured.json_ld((structured.VideoObject(name="x", has_part=(clip,)), structured.way())))

    assert written == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "VideoObject",
                "name": "x",
                "hasPart": [{"@type": "Clip", "name": "Begrüßung", "startOffset": 0}],
            },
            {"@type": "BreadcrumbList"},
        ],
    }


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(None, ""), (0, "PT0S"), (61, "PT1M1S"), (3600, "PT1H"), (6130.4, "PT1H42M10S"), (90_000, "PT25H")],
)
def test_lengths_are_those_of_iso_8601(seconds, written):
    assert structured.duration(seconds) == written


def test_xml_loses_only_what_it_cannot_hold():
    assert clean("a\x00b\x0bc\ud800d\ufffee\tf\ng 👩") == "abcde\tf\ng 👩"


def test_an_element_leaves_out_what_is_empty():
    root = element("a", children=[None, element("b", "<&>", href="", length=0)], class_="x")

    written = document(root, default="urn:x").decode()

    assert '<a class="x" xmlns="urn:x">' in written
    assert '<b length="0">&lt;&amp;&gt;</b>' in written
