"""The life of the index on disk: changes, readers meanwhile, locks, segments, generations."""

import threading
from dataclasses import replace

import pytest

from search.errors import (
    IndexBusyError,
    IndexUnavailableError,
    RepeatedRecordingError,
    Unavailable,
)
from search.generations import writing_lock
from search.index import SearchIndex
from search.merging import MANY_SEGMENTS
from search.results import IndexedCount
from tests.support.search_library import Library, recording, transcript, without_transcripts


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "index", recording(1, "Rückkehr nach Tiflis"), recording(2, "Beratung", "zur Rückkehr"))


def test_an_index_that_was_never_made_says_so_and_can_be_rebuilt(tmp_path):
    index = SearchIndex.open(tmp_path / "new")

    assert index.generation() == 0
    with pytest.raises(IndexUnavailableError) as raised:
        index.counts()
    assert raised.value.reason is Unavailable.MISSING
    assert raised.value.can_rebuild
    assert index.rebuild([]) == 1
    assert index.counts() == {}
    assert index.problem() is None


def test_changing_an_index_that_was_never_made_is_refused(tmp_path):
    with pytest.raises(IndexUnavailableError):
        SearchIndex.open(tmp_path / "new").replace([recording(1, "Rückkehr")])


def test_an_empty_index_answers_every_question_with_nothing(tmp_path):
    library = Library(tmp_path)

    assert library.found("rückkehr") == library.found("") == library.found("rück*") == []


def test_cues_are_counted_per_recording_with_their_version(library):
    library.add(replace(without_transcripts(library.documents[1]), version=7))

    assert library.index.counts() == {1: IndexedCount(7, 0), 2: IndexedCount(1, 2)}
    assert library.index.indexed(2) == IndexedCount(1, 2)
    assert library.index.indexed(99) is None


def test_cues_of_all_languages_are_counted_also_those_without_words(library):
    library.add(recording(3, transcripts=(transcript("de", "eins", "", "…"), transcript("en", "one"))))

    assert library.index.indexed(3) == IndexedCount(1, 4)


@pytest.mark.parametrize("cue", ["♪", "und", "[...]", ""])
def test_ten_cues_without_a_word_to_find_do_not_damage_the_index(library, cue):
    """Music, a lonely "und": the passage has no token, beside passages that have some."""
    for number in range(3, 12):  # enough changes for segments to be merged
        library.add(recording(number, *["Rückkehr nach Tiflis"] * 10, *[cue] * 10, "Beratung"))

    assert library.index.problem() is None
    assert library.index.indexed(11) == IndexedCount(1, 21)
    assert library.found("beratung") == [2, *range(3, 12)]


def test_a_recording_whose_title_is_no_word_does_not_damage_the_index(library):
    library.add(recording(3, title="?"), recording(4, "Starthilfe", title="🎥"))

    assert library.index.problem() is None
    assert library.found("starthilfe") == [4]


def test_replacing_takes_the_old_words_out_and_doubles_nothing(library):
    library.add(recording(1, "Krankenversicherung"))
    library.add(recording(1, "Krankenversicherung"))

    assert library.found("tiflis") == []
    assert library.ask("krankenversicherung").total_moments == 1
    assert library.found("rückkehr") == [2]


def test_many_changes_merge_segments_and_keep_everything(library):
    for number in range(3, 25):
        library.add(recording(number, f"Rückkehr Nummer{number}"))

    assert library.found("rückkehr") == list(range(1, 25))
    assert library.found("nummer17") == [17]


def test_removing_takes_a_recording_out_and_unknown_ids_do_not_matter(library):
    library.index.remove([1, 99])

    assert library.found("rückkehr") == [2]
    assert set(library.index.counts()) == {2}


def test_the_generation_grows_with_every_change(library):
    numbers = [
        library.index.generation(),
        library.index.replace([recording(3, "x")]),
        library.index.remove([3]),
        library.index.rebuild(library.documents.values()),
    ]

    assert numbers == [1, 2, 3, 4]
    assert library.index.generation() == 4


def test_a_recording_given_twice_is_refused_and_nothing_changes(library):
    twice = [recording(5, "eins"), recording(5, "zwei")]

    for change in (library.index.replace, library.index.rebuild):
        with pytest.raises(RepeatedRecordingError) as raised:
            change(twice)
        assert raised.value.recording_id == 5

    assert library.found("rückkehr") == [1, 2]
    assert library.index.generation() == 1


def test_a_catalogue_that_fails_while_it_is_read_changes_nothing(library):
    def failing():
        yield recording(5, "eins")
        raise KeyError(5)

    with pytest.raises(KeyError):
        library.index.rebuild(failing())
    with pytest.raises(KeyError):
        library.index.replace(failing())

    assert library.found("rückkehr") == [1, 2]
    library.add(recording(5, "neu"))
    assert library.found("neu") == [5]


def test_another_reader_sees_a_change_with_its_next_question(library):
    other = library.other_reader()
    assert other.found("krankenversicherung") == []

    library.add(recording(3, "Krankenversicherung"))

    assert other.found("krankenversicherung") == [3]


def test_a_snapshot_answers_on_after_its_generation_is_gone(library):
    snapshot = library.index._snapshot()

    for number in range(3, 8):
        library.add(recording(number, "Rückkehr"))
    library.index.rebuild(library.documents.values())

    assert len(list(library.index.folder.glob("generation-*"))) == 2
    assert len(snapshot.postings("ruckkehr").documents) == 2


def test_readers_answer_rightly_while_a_writer_writes(library):
    wrong: list[list[int]] = []
    stop = threading.Event()

    def read():
        other = library.other_reader()
        while not stop.wait(0.01):
            found = other.found("rückkehr", allowed=[1, 2])
            if found != [1, 2]:
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in readers:
        thread.start()
    for number in range(3, 11):
        library.add(recording(number, "Rückkehr"))
    stop.set()
    for thread in readers:
        thread.join()

    assert wrong == []


def test_threads_share_one_index(library):
    answers: list[list[int]] = []
    threads = [threading.Thread(target=lambda: answers.append(library.found("rückkehr"))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [[1, 2]] * 8


def test_a_second_writer_waits_and_then_says_that_the_index_is_busy(library):
    hasty = SearchIndex.open(library.index.folder, wait_seconds=0.1)

    with writing_lock(library.index.folder, timeout_seconds=1), pytest.raises(IndexBusyError) as raised:
        hasty.replace([recording(3, "x")])

    assert raised.value.waited_seconds == 0.1
    assert hasty.replace([recording(3, "x")]) == 2


def test_two_writers_one_after_the_other_lose_nothing(library):
    writers = [
        threading.Thread(target=library.index.replace, args=([recording(number, "Rückkehr")],))
        for number in range(3, 9)
    ]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()

    assert sorted(library.index.counts()) == list(range(1, 9))


def test_a_question_does_not_wait_while_another_thread_opens_the_next_generation(library):
    other = library.other_reader()
    assert other.found("rückkehr") == [1, 2]
    library.add(recording(3, "Rückkehr"))

    with other.index._refreshing:  # as a thread that is opening it
        answered_meanwhile = other.found("rückkehr", allowed=[1, 2, 3])

    assert answered_meanwhile == [1, 2]
    assert other.found("rückkehr", allowed=[1, 2, 3]) == [1, 2, 3]


def test_what_is_known_of_a_segment_serves_the_next_generation_too(library):
    before = library.index._snapshot()
    library.add(recording(3, "Rückkehr"))

    after = library.index._snapshot()

    assert len(after.segments) == 2
    assert all(after.segments[name] is segment for name, segment in before.segments.items())
    assert after.analyser is before.analyser


def test_the_scopes_of_a_few_kinds_of_visitors_are_kept(library):
    everybody, staff = library.index._seen_by(frozenset([1])), library.index._seen_by(frozenset([1, 2]))

    assert library.index._seen_by(frozenset([1])) is everybody
    assert library.index._seen_by(frozenset([1, 2])) is staff
    library.add(recording(3, "Rückkehr"))
    assert library.index._seen_by(frozenset([1])) is not everybody


def test_many_changes_keep_few_segments_and_each_is_short(library):
    for number in range(3, 3 + MANY_SEGMENTS + 6):
        library.add(recording(number, f"Rückkehr Nummer{number}"))

    assert len(library.index._snapshot().segments) <= MANY_SEGMENTS + 1
    assert library.found("rückkehr") == sorted(library.index.counts())


def test_a_segment_of_which_nothing_is_left_goes_away(library):
    library.add(recording(3, "Rückkehr"))
    first, last = library.index._snapshot().segments

    library.add(recording(3, "Beratung"))

    assert first in library.index._snapshot().segments
    assert last not in library.index._snapshot().segments


def test_while_rebuilding_the_old_generation_answers(library):
    seen: list[list[int]] = []

    def documents():
        seen.append(library.other_reader().found("rückkehr"))
        yield recording(9, "Rückkehr")
        seen.append(library.other_reader().found("rückkehr"))

    library.documents |= {9: recording(9, "Rückkehr")}
    library.index.rebuild(documents())

    assert seen == [[1, 2], [1, 2]]
    assert library.found("rückkehr") == [9]


def test_only_the_answering_generation_and_the_one_before_it_stay(library):
    for number in range(3, 8):
        library.add(recording(number, "x"))

    assert len(list(library.index.folder.glob("generation-*"))) == 2
    assert sorted(path.name for path in library.index.folder.iterdir() if path.is_file()) == ["current", "lock"]
