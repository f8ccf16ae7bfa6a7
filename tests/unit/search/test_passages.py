from search.analysis import COMMON, Analyser
from search.documents import SlideText
from search.passages import PART_BOOSTS, SLIDE, SPEECH, TIMED, CueMark, pack_cues, read_facts, unpack_cues
from search.passages import passages_of as cut
from tests.support.search_library import recording, transcript, without_transcripts

ANALYSER = Analyser({})


def passages_of(document):
    return cut(document, ANALYSER)


def test_ten_cues_make_a_passage_and_the_last_one_takes_the_rest():
    speech = [passage for passage in passages_of(recording(1, *["eins zwei"] * 23)) if passage.part == SPEECH]

    assert [len(passage.cues) for passage in speech] == [10, 10, 3]
    assert [cue.position for passage in speech for cue in passage.cues] == list(range(23))
    assert [passage.first_token for passage in speech] == [0, 20, 40]


def test_stop_words_of_speech_are_indexed_for_phrases_alone():
    (speech,) = [
        passage for passage in passages_of(recording(1, "Rückkehr in die", "Heimat")) if passage.part == SPEECH
    ]

    assert [(token.terms[0], token.position) for token in speech.tokens] == [
        ("ruckkehr", 0),
        (".in", 1),
        (".die", 2),
        ("heimat", 3),
    ]
    assert [cue.first_token for cue in speech.cues] == [0, 3]


def said_in(*cues):
    """Give what is indexed of each passage, but for stop words that are nothing else."""
    return [
        [(terms, token.position) for token in passage.tokens if (terms := without_common(token.terms))]
        for passage in passages_of(recording(1, *cues))
        if passage.part == SPEECH
    ]


def without_common(terms):
    return tuple(term for term in terms if not term.startswith(COMMON))


def test_a_verb_has_its_particle_in_another_cue():
    assert said_in("Wir zahlen das Geld", "in Kassel aus. Dann") == [
        [(("zahlen", "~zahl", "=auszahlen"), 1), (("geld",), 3), (("kassel",), 5)]
    ]


def test_of_a_stop_word_the_verb_is_indexed_that_it_is_a_part_of():
    assert said_in("Sie machen das", "auf, wir machen das") == [[(("=aufmachen",), 1)]]


def test_the_end_of_a_passage_is_none_of_a_sentence_but_that_of_a_transcript_is():
    filling = ["Kassel"] * 9

    first, last = said_in(*filling, "wir kommen an", "der Grenze", *filling[1:], "wir kommen an")

    assert (("kommen", "~komm"), 10) in first
    assert (("kommen", "~komm", "=ankommen"), 11) in last


def test_lines_of_nothing_have_their_place_too():
    (speech,) = [p for p in passages_of(recording(1, "", "Rückkehr-Beratung", "…", "hilft")) if p.part == SPEECH]

    assert [cue.first_token for cue in speech.cues] == [0, 0, 2, 2]


def test_details_are_documents_of_their_own_and_keep_their_stop_words():
    document = recording(1, title="Was nun", speakers=("Anna Müller", "Georg Beck"), place="Nürnberg", language="de-DE")

    details = {passage.part: [token.terms[0] for token in passage.tokens] for passage in passages_of(document)}

    assert details == {"title": ["was", "nun"], "speaker": ["anna", "muller", "georg", "beck"], "place": ["nurnberg"]}


def test_no_phrase_runs_from_one_name_into_the_next():
    document = recording(1, speakers=("Anna Müller", "Georg Beck"))

    (speaker,) = [passage for passage in passages_of(document) if passage.part == "speaker"]

    assert speaker.tokens[2].position - speaker.tokens[1].position > 1


def test_every_recording_has_a_title_document_that_carries_its_facts():
    document = without_transcripts(recording(7, title="", year=2023, countries=("GE",), version=4))

    (title,) = passages_of(document)

    facts = read_facts(title.facts)
    assert (facts.recording_id, facts.version, facts.year, facts.countries) == (7, 4, 2023, ("GE",))
    assert facts.languages == ()


def test_facts_name_the_languages_of_the_transcripts():
    document = recording(7, transcripts=(transcript("de-DE", "a"), transcript("en", "b")))

    assert read_facts(next(passages_of(document)).facts).languages == ("de", "en")


def test_cue_marks_survive_packing_also_huge_ones():
    marks = (CueMark(0, 0.0, 0), CueMark(70_000, 72_000.125, 300_000))

    assert unpack_cues(pack_cues(marks)).tolist() == [[0, 0, 0], [70_000, 72_000_125, 300_000]]


def test_no_part_of_the_details_is_forgotten():
    facts = read_facts(next(passages_of(recording(1))).facts)

    assert all(isinstance(facts.part_texts(part), tuple) for part in PART_BOOSTS if part not in TIMED)


def test_a_slide_is_a_document_of_its_own_with_its_number_and_second():
    slides = (SlideText(4, 61.5, "Wohnen", "Wohnen\ndie Miete in Tiflis"), SlideText(5, 90.0, "", "Danke"))

    *_, first, second = passages_of(recording(1, "gesprochen", slides=slides))

    assert (first.part, first.language, first.cues) == (SLIDE, "de", (CueMark(4, 61.5, 0),))
    assert [token.terms[0] for token in first.tokens] == ["wohnen", ".die", "miete", ".in", "tiflis"]
    assert second.cues == (CueMark(5, 90.0, 0),)
