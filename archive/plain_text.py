"""Texts as people write them, freed of signs that nobody sees: control signs, and those that turn the direction.

What is left is what was meant; nothing here judges lengths or meanings.
"""

import re
import unicodedata

_TURNING = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates (UAX #9): one that is left open turns whatever stands after the text."""
_UNSEEN = re.compile(rf"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f{_TURNING}\u200b\ufeff\ufff9-\ufffb\ud800-\udfff]")
_NEW_LINE = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_EDGES = " \n\t\u00ad\u034f\u061c\u200c-\u200f\u2060-\u2064"
_AT_THE_EDGES = re.compile(rf"^[\s{_EDGES}]+|[\s{_EDGES}]+$")


def one_line(text: str) -> str:
    """Give a text as one line, its words one blank apart; empty when nothing can be seen of it."""
    return _trimmed(" ".join(several_lines(text).split()))


def several_lines(text: str) -> str:
    """Give a text with its line breaks, each written as LF."""
    composed = unicodedata.normalize("NFC", _NEW_LINE.sub("\n", text))
    return _trimmed(_UNSEEN.sub("", composed))


def _trimmed(text: str) -> str:
    return _AT_THE_EDGES.sub("", text)
