from search.wordcounts import WordCounts, count_words, read_word_counts, write_word_counts
from tests.support.search_library import Library, recording, transcript


def test_nouns_said_often_enough_are_counted_folded_and_words_in_capitals_are_none():
    counts = count_words([recording(1, "Rückkehr Beratung", "die Rückkehr", "RÜCKKEHR Rückkehr 2023 2023", title="x")])

    assert counts.of("de") == {"ruckkehr": 3}


def test_a_long_word_that_is_no_noun_is_remembered_as_such():
    counts = count_words([recording(1, *["Vereinbart war, dass vereinbart ist, was vereinbart wird"] * 3, title="x")])

    assert counts.of("de") == {"vereinbart": 0}


def test_languages_without_compounds_are_not_counted():
    counts = count_words(
        [recording(1, transcripts=(transcript("en", *["Return"] * 5), transcript("de-AT", *["Haus"] * 5)))]
    )

    assert (counts.of("en"), counts.of("de")) == ({}, {"haus": 5})


def test_counts_survive_the_disk(tmp_path):
    write_word_counts(tmp_path, WordCounts({"de": {"strasse": 7}}))

    assert read_word_counts(tmp_path) == WordCounts({"de": {"strasse": 7}})


def test_the_counts_are_frozen_until_the_next_rebuild(tmp_path):
    library = Library(tmp_path, recording(1, *["Rückkehr"] * 3))
    first = library.index._snapshot().word_counts

    library.add(recording(2, *["Beratung"] * 3))
    after_a_change = library.index._snapshot().word_counts
    library.index.rebuild(library.documents.values())

    assert first.of("de") == after_a_change.of("de") == {"ruckkehr": 3}
    assert library.index._snapshot().word_counts.of("de") == {"ruckkehr": 3, "beratung": 3}


def test_a_recording_that_is_added_is_split_by_the_frozen_words_and_so_are_the_questions(tmp_path):
    library = Library(tmp_path, recording(1, *["Die Hummel ist gut"] * 3))
    library.add(recording(2, *["Das Nest hält, das Hummelnest"] * 3))

    before = library.found("nest", allowed=[2]), library.found("Nest der Hummel")
    library.add(recording(3, "Hummelnest"))
    unsplit = library.found("hummel")
    library.index.rebuild(library.documents.values())

    assert before == ([2], [])
    assert unsplit == [1]
    assert library.found("hummel") == [1, 2, 3]
    assert library.index.problem() is None
