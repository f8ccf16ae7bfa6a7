from archive.transcripts.edited_lines import EditedLine
from archive.transcripts.word_changes import Mark, compared_lines, compared_words


def parts(before, after):
    return [(part.text, part.mark) for part in compared_words(before, after)]


def test_words_that_are_gone_and_new_stand_where_they_differ():
    assert parts("Guten Tag und willkommen", "Guten Morgen und willkommen") == [
        ("Guten ", Mark.SAME), ("Tag ", Mark.GONE), ("Morgen ", Mark.NEW), ("und willkommen", Mark.SAME),
    ]  # fmt: skip
    assert parts("", "neu") == [("neu", Mark.NEW)]
    assert parts("gleich  hier", "gleich\nhier") == [("gleich  hier", Mark.SAME)]


def test_a_blank_stays_between_a_word_and_what_followed_it():
    assert parts("Für eine Starthilfe stellen Sie", "Für eine Starthilfe") == [
        ("Für eine Starthilfe ", Mark.SAME), ("stellen Sie", Mark.GONE),
    ]  # fmt: skip


def test_only_lines_that_differ_are_listed_in_the_order_they_are_said():
    one, two, three = (EditedLine(key, at, at + 1.0, key) for key, at in (("one", 0.0), ("two", 1.0), ("three", 2.0)))
    later = EditedLine("one", 5.0, 6.0, "one", speaker="Ana", is_checked=True)

    gone, moved = compared_lines((one, two, three), (three, later))

    assert (gone.before, gone.after) == (two, None)
    assert (moved.has_other_times, moved.has_other_speaker, moved.has_other_check) == (True, True, True)
    assert not gone.has_other_times
