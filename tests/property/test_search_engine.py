"""The engine against two judges: Whoosh's own search of the very same index, and reading every recording in full."""

import random
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import Phrase as WhooshPhrase
from whoosh.query import Prefix as WhooshPrefix
from whoosh.query import Term
from whoosh.scoring import BM25F

from search.generations import current
from search.matching import match_pattern
from search.passages import PART_BOOSTS
from search.patterns import Alternative, Pattern, Slot
from search.query import Phrase, Prefix, Word
from search.reasons import Reason
from search.scope import Scope
from tests.support.plain_search import Asked, answering, moments_of
from tests.support.search_library import Library, recording

LANGUAGE = "ka"  # no stemmer, no stop words, no compounds: a word is its term
WORDS = [first + second for first in ("ba", "bado", "ke", "kemi", "lu", "ma") for second in ("na", "ri", "sto", "vu")]
COUNTRIES = ("GE", "IQ", "RS")


def spoken(pick, words):
    return " ".join(pick.choices(WORDS, range(len(WORDS), 0, -1), k=words))


def made(pick, number, *, most_cues=35):
    cues = [spoken(pick, pick.randint(0, 7)) for _ in range(pick.randint(0, most_cues))]
    return recording(
        number, *cues, language=LANGUAGE, title=spoken(pick, pick.randint(1, 4)), countries=(pick.choice(COUNTRIES),)
    )


def corpus(folder, seed, *, changes=True, most_cues=35):
    """A library in several segments, with recordings that were replaced."""
    pick = random.Random(seed)
    library = Library(folder, *(made(pick, number, most_cues=most_cues) for number in range(1, 25)))
    if changes:
        for _ in range(4):
            library.add(*(made(pick, number, most_cues=most_cues) for number in pick.sample(range(1, 32), 3)))
    return pick, library


def whoosh_search(library, query):
    """Ask Whoosh itself; give the scores of the documents that were not replaced."""
    index = FileIndex(FileStorage(str(current(library.index.folder).folder)))
    with index.searcher(weighting=BM25F()) as searcher:
        return {hit.docnum: hit.score for hit in searcher.search(query, limit=None)}


def matched(library, scope, leaf, *slots):
    """Ask the engine; give the scores of documents, without the weight of titles."""
    alternative = Alternative(frozenset(scope.languages), slots, Reason.EXACT)
    match = match_pattern(Pattern(leaf, (alternative,), frozenset(), scope.analyser), scope)
    snapshot = scope.snapshot
    boosts = [PART_BOOSTS[snapshot.parts[snapshot.documents.parts[number]]] for number in match.documents.tolist()]
    return dict(zip(match.documents.tolist(), (match.scores / boosts).tolist(), strict=True))


def slot(offset, *terms):
    return Slot(offset, frozenset(terms), terms[0], 3)


def everything(library):
    snapshot = library.index._snapshot()
    return Scope(snapshot, frozenset(library.documents))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("changes", [False, True])
def test_every_term_has_the_passages_and_the_scores_whoosh_gives_it(tmp_path, seed, changes):
    _, library = corpus(tmp_path, seed, changes=changes)
    scope = everything(library)

    for word in WORDS:
        ours = matched(library, scope, Word(word, 0, 1), slot(0, word))
        theirs = whoosh_search(library, Term("text", word))

        assert ours.keys() == theirs.keys()
        if not changes:  # Whoosh goes on counting what was replaced; we do not
            assert [ours[number] for number in theirs] == pytest.approx(list(theirs.values()), rel=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_every_phrase_has_the_passages_and_the_scores_whoosh_gives_it(tmp_path, seed):
    pick, library = corpus(tmp_path, seed, changes=False, most_cues=10)  # one passage each: Whoosh ends with it
    scope = everything(library)
    found = 0

    for _ in range(60):
        words = pick.choices(WORDS[:8], k=pick.choice((2, 2, 3)))
        slots = [slot(number, word) for number, word in enumerate(words)]
        ours = matched(library, scope, Phrase(" ".join(words), 0, 1), *slots)
        theirs = whoosh_search(library, WhooshPhrase("text", words))

        assert ours.keys() == theirs.keys()
        # of a word that stands twice in the phrase Whoosh adds the score twice, and so do we
        assert [ours[number] for number in theirs] == pytest.approx(list(theirs.values()), rel=1e-5)
        found += len(theirs)

    assert found > 20


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("beginning", ["ba", "bad", "ke", "kem", "x"])
def test_every_beginning_has_the_passages_and_the_scores_whoosh_gives_it(tmp_path, seed, beginning):
    _, library = corpus(tmp_path, seed, changes=False)
    scope = everything(library)

    terms = scope.terms_with_prefix(beginning)
    ours = matched(library, scope, Prefix(beginning, 0, 1), slot(0, *terms)) if terms else {}
    theirs = whoosh_search(library, WhooshPrefix("text", beginning, constantscore=False))

    assert ours.keys() == theirs.keys()
    assert [ours[number] for number in theirs] == pytest.approx(list(theirs.values()), rel=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_recordings_moments_totals_and_facets_are_those_of_reading_everything(tmp_path, seed):
    pick, library = corpus(tmp_path, seed)
    for _ in range(60):
        question = [asked(pick, library) for _ in range(pick.randint(1, 4))]
        hidden = set(pick.sample(sorted(library.documents), pick.randint(0, 6)))
        seen = [document for number, document in sorted(library.documents.items()) if number not in hidden]

        answer = library.ask(
            " ".join(part.typed for part in question), page_size=100, allowed=[one.recording_id for one in seen]
        )

        expected = answering(seen, question)
        moments = {number: moments_of(library.documents[number], question) for number in expected}
        assert sorted(hit.recording_id for hit in answer.hits) == expected
        assert answer.total_recordings == len(expected)
        assert {hit.recording_id: list(hit.timeline) for hit in answer.hits} == moments
        assert answer.total_moments == sum(map(len, moments.values()))
        countries = Counter(library.documents[number].countries[0] for number in expected)
        assert {value.value: value.count for value in answer.facets["countries"]} == countries


def asked(pick, library):
    """Something that somebody may ask: often what is really said."""
    kind = pick.choice(("word", "word", "beginning", "phrase"))
    is_excluded = pick.random() < 0.2
    if kind == "beginning":
        return Asked((pick.choice(("bad", "kem", "lus", "bana")),), is_beginning=True, is_excluded=is_excluded)
    if kind == "phrase":
        document = pick.choice(list(library.documents.values()))
        words = " ".join(cue.text for said in document.transcripts for cue in said.cues).split()
        pairs = [*pairwise(words)] or [("bana", "bari")]
        return Asked(pick.choice(pairs), is_excluded=is_excluded)
    return Asked((pick.choice([*WORDS, "nowhere"]),), is_excluded=is_excluded)


def test_a_cache_never_holds_more_than_its_bytes(tmp_path):
    _, library = corpus(tmp_path, 1, changes=False)
    snapshot = library.index._snapshot()
    snapshot._cache.limit_bytes = 2_000

    for word in WORDS * 2:
        again = snapshot.postings(word)
        assert np.array_equal(again.places, snapshot.postings(word).places)
        assert snapshot._cache.size_bytes <= 2_000
