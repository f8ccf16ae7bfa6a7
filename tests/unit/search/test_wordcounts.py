from search.wordcounts import WordCounts, count_words, read_word_counts, write_word_counts
from tests.support.search_library import Library, recording, transcript


def test_words_said_often_enough_are_counted_in_lower_case():
    counts = count_words([recording(1, "Rückkehr Beratung", "die Rückkehr", "RÜCKKEHR und 2023 2023 2023", title="x")])

    assert counts.of("de") == {"rückkehr": 3}


def test_languages_without_compounds_are_not_counted():
    counts = count_words(
        [recording(1, transcripts=(transcript("en", *["return"] * 5), transcript("de-AT", *["Amt"] * 5)))]
    )

    assert (counts.of("en"), counts.of("de")) == ({}, {"amt": 5})


def test_a_counts_survives_the_disk(tmp_path):
    write_word_counts(tmp_path, WordCounts({"de": {"straße": 7}}))

    assert read_word_counts(tmp_path) == WordCounts({"de": {"straße": 7}})


def test_the_counts_is_frozen_until_the_next_rebuild(tmp_path):
    library = Library(tmp_path, recording(1, *["Rückkehr"] * 3))
    first = library.index._snapshot().word_counts

    library.add(recording(2, *["Beratung"] * 3))
    after_a_change = library.index._snapshot().word_counts
    library.index.rebuild(library.documents.values())

    assert first.of("de") == after_a_change.of("de") == {"rückkehr": 3}
    assert library.index._snapshot().word_counts.of("de") == {"rückkehr": 3, "beratung": 3}
