"""What recognisers say when they hear nothing: credits of subtitlers they were trained on, thanks, and loops.

Credits are never said aloud; thanks may be, so they are dropped only where it is quiet. Pure.
"""

import re

SAID_IN_A_ROW = 3
"""The same line more often than this in a row is a loop; people do say `Ja.` three times."""
LOOP_COMPRESSION_RATIO = 2.4
"""Of the text of one segment, as Whisper's own code judges it."""
NO_SPEECH = 0.5
_CREDITS = re.compile(
    r"""
      amara\s?\.?\s?org
    | \b(?:untertitel(?:ung)?|subtitles?|captions?|captioning|sous-titr\w+|subt[ií]tulos?|sottotitoli|altyaz[ıi])\b
      .{0,40}\b(?:von|by|im\ auftrag|aufgrund|par|por|di|der|des|für|community|m\.?\ ?k)\b
    | ^(?:copyright\ )?(?:wdr|zdf|swr|ndr|mdr|br|ard|orf|srf|funk)(?:\ (?:wdr|zdf|swr|funk|für))*,?\s*\d{4}$
    | субтитр | субтитры | titlovi? .{0,20} (?:by|od) | تر?جمة\ نانسي
    """,
    re.IGNORECASE | re.VERBOSE,
)
COURTESIES = frozenset(
    " ".join(phrase.split())
    for phrase in """
    vielen dank fürs zuschauen|vielen dank für's zuschauen|vielen dank fürs zuhören|danke fürs zuschauen
    |danke fürs zusehen|vielen dank für ihre aufmerksamkeit|vielen dank|bis zum nächsten mal|tschüss|das wars
    |thanks for watching|thank you for watching|thank you very much for watching|thanks for listening|thank you
    |please subscribe|please subscribe to my channel|like and subscribe|bye|bye bye|see you next time|you
    |merci d'avoir regardé|merci d'avoir regardé cette vidéo|gracias por ver|gracias por ver el video
    |izlediğiniz için teşekkür ederim|izlediğiniz için teşekkürler|hvala|شكرا للمشاهدة|спасибо за просмотр
    |продолжение следует
    """.replace("\n", "").split("|")
)


def is_phantom(text: str, *, is_quiet: bool) -> bool:
    """Say whether a recognised line was not said: a credit anywhere, a courtesy where there was no voice."""
    bare = " ".join(re.sub(r"[^\w\s'.]|\.(?=\s|$)", " ", text.replace("’", "'")).split()).casefold()
    return bool(_CREDITS.search(bare)) or (is_quiet and bare in COURTESIES)


class Echo:
    """Notices when the same line comes again and again."""

    def __init__(self) -> None:
        self._line = ""
        self._times = 0

    def is_loop(self, text: str) -> bool:
        """Take the next line and say whether it was said too often by now."""
        bare = " ".join(re.findall(r"\w+", text.casefold()))
        self._times = self._times + 1 if bare and bare == self._line else 1
        self._line = bare
        return self._times > SAID_IN_A_ROW
