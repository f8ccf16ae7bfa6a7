"""Whatever an editor does to lines, in whatever order: the lines stay lines, and everything can be taken back."""

import contextlib
import itertools
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import InvalidInputError, LinesChangedError
from archive.transcripts.edited_lines import EditedLine, Editing, edited, in_order
from archive.transcripts.line_changes import difference, from_plain, plain, taken_back
from archive.transcripts.line_edits import (
    Check,
    MergeNext,
    Remove,
    RenameSpeaker,
    ReplaceWords,
    SetSpeaker,
    SetTimes,
    Shift,
    Split,
    WriteText,
)

words = st.text("abc äß\n.", min_size=1, max_size=30)
speakers = st.sampled_from(["", "Ana", "Levan"])
seconds = st.sampled_from([-700.0, -3.0, -0.25, 0.0, 0.1, 2.0, 5.0, 31.5, 90_000.0])


@st.composite
def transcripts(draw):
    lines = []
    for number in range(draw(st.integers(1, 7))):
        start = draw(st.sampled_from([0.0, 1.0, 2.5, 2.5, 10.0]))
        text = draw(words.filter(lambda text: bool(text.split())))
        count, length = len(text.split()), draw(st.sampled_from([0.01, 0.3, 4.0]))
        is_heard = draw(st.booleans())
        lines.append(
            EditedLine(
                key=f"old{number:03}",
                start_seconds=start,
                end_seconds=start + length,
                text=text,
                speaker=draw(speakers) or None,
                is_checked=draw(st.booleans()),
                word_starts=tuple(start + at * length / count for at in range(count)) if is_heard else None,
                word_chances=(0.5,) * count if is_heard else None,
            )
        )
    return in_order(lines)


@st.composite
def edits(draw, lines):
    place = draw(st.integers(0, len(lines) - 1))
    line, following = lines[place], lines[min(place + 1, len(lines) - 1)]
    times = st.tuples(seconds, seconds).map(lambda pair: SetTimes(line.key, 0, *pair))
    choices = [
        words.map(lambda text: WriteText(line.key, 0, text)),
        words.map(lambda text: ReplaceWords(line.key, 0, text)),
        times,
        speakers.map(lambda name: SetSpeaker(line.key, 0, name)),
        st.tuples(words, words).map(lambda pair: Split(line.key, 0, *pair)),
        st.just(Split(line.key, 0, "".join(line.text.split()[:1]), " ".join(line.text.split()[1:]))),
        st.just(MergeNext(line.key, 0, following.key, 0)),
        st.just(Remove(line.key, 0)),
        st.tuples(seconds, st.booleans()).map(lambda pair: Shift(line.key, *pair)),
        st.tuples(speakers, speakers).map(lambda pair: RenameSpeaker(*pair)),
        st.tuples(st.booleans(), st.booleans()).map(lambda pair: Check(line.key, *pair)),
    ]
    return draw(st.one_of(choices))


def assert_sound(lines):
    keys = [key for line in lines for key in (line.key, *line.former_keys)]
    assert len(keys) == len(set(keys))
    assert all(line.start_seconds < line.end_seconds and line.text.strip() for line in lines)
    assert list(lines) == sorted(lines, key=lambda line: line.start_seconds)
    for line in lines:
        count = len(line.text.split())
        assert {len(known) for known in (line.word_starts, line.word_chances) if known is not None} <= {count}
        assert all(line.start_seconds <= at <= line.end_seconds for at in line.word_starts or ())


@given(st.data(), transcripts())
@settings(max_examples=100)
def test_any_edits_leave_sound_lines_and_taking_them_back_gives_the_original(data, original):
    names = itertools.count()
    how = Editing(lambda: f"new{next(names):03}", seen=0, recording_seconds=3600.0)
    lines, changes = original, []
    for _ in range(data.draw(st.integers(1, 8))):
        before = lines
        with contextlib.suppress(InvalidInputError, LinesChangedError):
            lines = edited(lines, data.draw(edits(lines)), how)
        assert_sound(lines)
        changes.append(difference(before, lines))

    for change in reversed(changes):
        kept = json.loads(json.dumps([[plain(placed) for placed in side] for side in (change.before, change.after)]))
        assert [[from_plain(one) for one in side] for side in kept] == [list(change.before), list(change.after)]
        again = taken_back(taken_back(lines, change), change.reversed())
        assert again == lines
        lines = taken_back(lines, change)

    assert lines == original


@given(st.data(), transcripts())
@settings(max_examples=60)
def test_a_change_is_taken_back_without_what_others_did_to_other_lines(data, original):
    how = Editing(lambda: "newkey", seen=0)
    with contextlib.suppress(InvalidInputError, LinesChangedError):
        mine = edited(original, data.draw(edits(original)), how)
        change = difference(original, mine)
        touched = {placed.line.key for placed in (*change.before, *change.after)}
        others = [line for line in mine if line.key not in touched]
        for line in others:
            mine = edited(mine, WriteText(line.key, None, "theirs"), how)

        back = taken_back(mine, change)

        assert {line.text for line in back if line.key not in touched} <= {"theirs"}
        assert [line for line in back if line.key in touched] == [line for line in original if line.key in touched]
