"""One line of a transcript by a plain form, as browsers without scripts send it."""

import pytest

from archive.catalogue.recordings import Transcript
from tests.support.edited_transcript import ONE, TEXTS, texts
from tests.support.pages import page


def filled(client, key, **changes):
    """Fill in the form of a line as it stands on its page, and give what it sends."""
    form = page(client.get(f"{ONE}/lines/{key}")).select_one("form.fields")
    values = {field["name"]: field.get("value", "") for field in form.select("input:not([type=checkbox])")}
    values["text"] = form.textarea.get_text().removeprefix("\n")
    if form.select_one("[name=checked][checked]"):
        values["checked"] = "yes"
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def test_without_scripts_a_line_is_corrected_by_a_form_of_its_own(services, erika):
    answer = erika.post(
        f"{ONE}/lines/de0001",
        data=filled(erika, "de0001", text="zur Rückkehr", speaker="Ana", start="0:05.5", end="0:09,25"),
    )

    assert (answer.status_code, answer.headers["location"]) == (303, f"{ONE}#line-de0001")
    with services.database.reading() as session:
        cue = session.get_one(Transcript, 1).cues[1]
        assert (cue.text, cue.speaker, cue.start_seconds, cue.end_seconds) == ("zur Rückkehr", "Ana", 5.5, 9.25)
        assert cue.is_checked
    erika.post(f"{ONE}/lines/de0001", data=filled(erika, "de0001", checked=None))
    erika.post(f"{ONE}/lines/de0000", data=filled(erika, "de0000", checked="yes"))
    erika.post(f"{ONE}/lines/de0000", data=filled(erika, "de0000"))
    with services.database.reading() as session:
        transcript = session.get_one(Transcript, 1)
        assert [cue.is_checked for cue in transcript.cues] == [True, False, False]
        assert transcript.last_edit == 3


def test_without_scripts_lines_are_split_joined_and_deleted(services, erika):
    erika.post(f"{ONE}/lines/de0000", data=filled(erika, "de0000", text="Guten Tag\nund willkommen", what="split"))
    erika.post(f"{ONE}/lines/de0001", data=filled(erika, "de0001", what="merge"))
    assert [" ".join(text.split()) for text in texts(services)] == [
        "Guten Tag", "und willkommen", f"{TEXTS[1]} {TEXTS[2]}",
    ]  # fmt: skip
    assert "und willkommen" not in page(erika.get(f"{ONE}/lines/de0002")).textarea.get_text()
    erika.post(f"{ONE}/lines/de0000", data=filled(erika, "de0000", what="remove"))
    assert len(texts(services)) == 2
    assert erika.get(f"{ONE}/lines/de0000").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"start": "zwölf"}, "start"),
        ({"end": ""}, "end"),
        ({"end": "0:00"}, "times"),
        ({"start": "99:99"}, "start"),
        ({"end": "1:75:00"}, "end"),
        ({"what": "split"}, "text"),
        ({"speaker": "x" * 300}, "speaker"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_at_its_field_and_what_was_typed_stays(still, changes, field):
    erika, services = still
    answer = erika.post(f"{ONE}/lines/de0001", data=filled(erika, "de0001", **{"text": "neu", **changes}))

    shown = page(answer)
    assert answer.status_code == 422
    assert shown.find(id=f"{field}-fault").get_text(strip=True)
    if "text" not in changes:
        assert shown.textarea.get_text().removeprefix("\n") == "neu"
    assert texts(services) == list(TEXTS)


def test_why_a_line_cannot_be_split_or_deleted_is_said_where_it_can_be_put_right(services, erika):
    nowhere = page(erika.post(f"{ONE}/lines/de0001", data=filled(erika, "de0001", what="split")))
    erika.post(f"{ONE}/lines/de0001", data=filled(erika, "de0001", start="0:05", end="0:05.15"))
    short = filled(erika, "de0001", text="zu\nkurz", what="split")
    too_short = page(erika.post(f"{ONE}/lines/de0001", data=short))
    for key in ("de0000", "de0001"):
        erika.post(f"{ONE}/lines/{key}", data=filled(erika, key, what="remove"))
    last = page(erika.post(f"{ONE}/lines/de0002", data=filled(erika, "de0002", what="remove")))

    last_line = "Dies ist die einzige Zeile; schreiben Sie stattdessen einen anderen Text."
    where = "Bitte setzen Sie einen Zeilenumbruch an die Stelle, an der die zweite Zeile beginnt."
    assert nowhere.find(id="text-fault").get_text() == where
    assert too_short.find(id="text-fault").get_text() == "Diese Zeile ist zu kurz zum Teilen."
    assert [shown.textarea["aria-invalid"] for shown in (nowhere, too_short)] == ["true", "true"]
    assert last.find(id="line-fault").get_text() == last_line


def test_without_scripts_too_nobody_overwrites_what_somebody_else_wrote_meanwhile(services, erika, max_):
    mine = filled(erika, "de0001", text="von Erika")
    max_.post(f"{ONE}/lines/de0001", data=filled(max_, "de0001", text="von Max"))

    answer = erika.post(f"{ONE}/lines/de0001", data=mine)

    shown = page(answer)
    assert answer.status_code == 409
    assert shown.blockquote.get_text() == "von Max"
    assert shown.textarea.get_text().removeprefix("\n") == "von Erika"
    again = {**mine, "version": shown.select_one("[name=version]")["value"]}
    assert erika.post(f"{ONE}/lines/de0001", data=again).status_code == 303
    assert texts(services)[1] == "von Erika"
