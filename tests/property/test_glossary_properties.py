"""No text makes the glossary raise, or search for more than its bound."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.finding.shipped_glossary import shipped_glossary, shipped_terms
from search.glossary import terms_for
from search.parsing import parse
from search.query import MAX_EXPANSIONS

SIGNS = st.sampled_from(list("\"-*()|:.…'’§\u200f\u0000😀 "))
PIECES = st.one_of(st.sampled_from([term.text for term in shipped_terms()]), st.text(max_size=12), SIGNS)
TEXTS = st.lists(PIECES, max_size=40).map(" ".join)


@pytest.fixture(scope="module")
def glossary():
    return shipped_glossary()


@settings(max_examples=150)
@given(text=TEXTS)
def test_every_text_is_answered_within_the_bound(glossary, text):
    query = parse(text)

    found = glossary.expansions(query)

    assert sum(len(one.terms) for one in found) <= MAX_EXPANSIONS
    assert len({one.key for one in found}) == len(found)
    assert all(one.leaves for one in found)


@settings(max_examples=60)
@given(text=TEXTS)
def test_every_expansion_can_be_switched_off_by_its_key(glossary, text):
    query = parse(text)
    keys = frozenset(one.key for one in glossary.expansions(query))

    found = glossary.expansions(query, without=keys)

    kept = {one.key for one in found if not one.is_off}
    assert kept.isdisjoint(keys)
    assert all(set(terms_for(leaf, found)) == set() for one in found if one.is_off for leaf in one.leaves if not kept)
