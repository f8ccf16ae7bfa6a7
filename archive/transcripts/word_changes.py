"""What is different between two wordings, word by word, and between two states of a transcript, line by line. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from archive.transcripts.edited_lines import EditedLine, Lines

_TOKENS = re.compile(r"\S+\s*|\s+")


class Mark(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Words:
    """Neighbouring words with the same fate."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that differs between two states; None where it was not, or is no more."""

    before: EditedLine | None
    after: EditedLine | None
    words: tuple[Words, ...]

    @property
    def start_seconds(self) -> float:
        """Give the second at which it stands."""
        return (self.after or self.before or _NOTHING).start_seconds

    @property
    def has_other_times(self) -> bool:
        """Say whether it was moved."""
        both = self.before, self.after
        return None not in both and len({(line.start_seconds, line.end_seconds) for line in both if line}) > 1

    @property
    def has_other_speaker(self) -> bool:
        """Say whether somebody else says it."""
        return self.before is not None and self.after is not None and self.before.speaker != self.after.speaker

    @property
    def has_other_check(self) -> bool:
        """Say whether it was checked, or is no more."""
        return self.before is not None and self.after is not None and self.before.is_checked != self.after.is_checked


_NOTHING = EditedLine("", 0.0, 0.0, "")


def compared_words(before: str, after: str) -> tuple[Words, ...]:
    """Compare two wordings; white space alone makes no difference."""
    first, second = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = SequenceMatcher(None, [one.strip() for one in first], [one.strip() for one in second], autojunk=False)
    words: list[Words] = []
    for tag, first_from, first_to, second_from, second_to in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(first[first_from:first_to], second[second_from:second_to], strict=True)
            words.append(Words("".join(max(pair, key=len) for pair in pairs), Mark.SAME))  # with a blank behind it
            continue
        words += [
            Words(text, mark)
            for text, mark in (
                ("".join(first[first_from:first_to]), Mark.GONE),
                ("".join(second[second_from:second_to]), Mark.NEW),
            )
            if text
        ]
    return tuple(words)


def compared_lines(before: Lines, after: Lines) -> Sequence[ChangedLine]:
    """List the lines that differ, in the order in which they are said."""
    was, now = ({line.key: line for line in lines} for lines in (before, after))
    changed = [
        _changed(was.get(key), now.get(key)) for key in dict.fromkeys([*was, *now]) if was.get(key) != now.get(key)
    ]
    return sorted(changed, key=lambda change: change.start_seconds)


def _changed(before: EditedLine | None, after: EditedLine | None) -> ChangedLine:
    return ChangedLine(before, after, compared_words(before.text if before else "", after.text if after else ""))
