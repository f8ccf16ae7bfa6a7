import pytest

from search.suggest import slips


@pytest.mark.parametrize("typed", ["ruckker", "ruckkerh", "ruckkkehr", "rückkehr", "tuckkehr"])
def test_one_slip_leads_to_the_word(typed):
    assert "ruckkehr" in slips(typed) or "rückkehr" in slips(typed) | {typed}


def test_a_word_is_no_slip_of_itself():
    assert "abc" not in slips("abc")


def test_a_word_in_another_script_is_tried_with_its_own_letters():
    assert "повратак" in slips("повртаак")


def test_slips_are_few():
    assert len(slips("x" * 24)) < 1_400
