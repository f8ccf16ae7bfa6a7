"""The words by which topics are recognised, as staff have changed them: the shipped lists with rows laid over them.

The shipped words stay in `data/topics.toml`. A change of them looks through all transcripts anew, in a job.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.auditing import record
from archive.bootstrap import Services
from archive.catalogue.recordings import Recording
from archive.catalogue.topic_words import Telling, TopicWordChange
from archive.errors import InvalidInputError
from archive.finding.topics import WHOLE, topics
from archive.jobs.queue import INDEX
from archive.plain_text import one_line
from search.analysis import Analyser
from search.topics import PLAIN, STRONG, TopicFinder, TopicRule, TopicWord
from search.words import split_words

LANGUAGES = ("de", "en")
LONGEST_TEXT = 200
MOST_WORDS = 400
_WEIGHTS = {Telling.STRONG: STRONG, Telling.PLAIN: PLAIN}
_TELLING = {weight: telling for telling, weight in _WEIGHTS.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """A row of what staff changed."""

    topic: str
    language: str
    text: str
    telling: Telling


@dataclass(frozen=True, slots=True)
class WordLists:
    """The words of a topic, as they are written in the shipped list."""

    strong: Mapping[str, tuple[str, ...]]
    """By language: each says it alone."""
    plain: Mapping[str, tuple[str, ...]]
    """By language: two of them are needed."""

    @property
    def count(self) -> int:
        """Say how many there are."""
        return sum(len(words) for lists in (self.strong, self.plain) for words in lists.values())


def changes(session: Session) -> tuple[Change, ...]:
    """Read what staff changed."""
    row = TopicWordChange
    found = session.execute(select(row.topic, row.language, row.text, row.telling).order_by(row.id))
    return tuple(Change(*columns) for columns in found)


def finder(session: Session) -> TopicFinder:
    """Give what finds topics by the words as they are now; made once for each state of them."""
    return _finder(changes(session))


def lists_of(topic: str, changed: Iterable[Change]) -> WordLists:
    """Give the words of a topic as they are now."""
    tellings = _shipped(topic)
    tellings |= {(row.language, row.text): row.telling for row in changed if row.topic == topic}
    return WordLists(*({lang: _in(tellings, lang, telling) for lang in LANGUAGES} for telling in _WEIGHTS))


def rule_of(name: str, lists: WordLists) -> TopicRule:
    """Give the rule that these words make, under a name."""
    listed = ((lists.strong, STRONG), (lists.plain, PLAIN))
    return TopicRule(
        name,
        tuple(
            TopicWord(text.removeprefix(WHOLE), language, weight, text.startswith(WHOLE))
            for words, weight in listed
            for language, texts in words.items()
            for text in texts
        ),
    )


def checked_lists(lists: WordLists) -> WordLists:
    """Give the words on one line each and each once in its list.

    Raises:
        InvalidInputError: by the name of the list, such as `strong_de`: `too-many`, `too-long`, `no-word` or `twice`.
    """
    kept = WordLists(
        {language: _tidy(texts) for language, texts in lists.strong.items()},
        {language: _tidy(texts) for language, texts in lists.plain.items()},
    )
    faults = {}
    for language in LANGUAGES:
        strong, plain = kept.strong[language], kept.plain[language]
        for name, texts in ((f"strong_{language}", strong), (f"plain_{language}", plain)):
            if fault := _fault(texts):
                faults[name] = fault
        if {text.casefold() for text in strong} & {text.casefold() for text in plain}:
            faults.setdefault(f"plain_{language}", "twice")
    if faults:
        raise InvalidInputError(faults)
    return kept


def save_lists(services: Services, session: Session, topic: str, lists: WordLists, *, at: dt.datetime) -> None:
    """Let a topic be recognised by these words from now on, and ask for all recordings to be looked through anew.

    Raises:
        InvalidInputError: what `checked_lists` refuses.
    """
    wanted = _tellings(checked_lists(lists))
    shipped = _shipped(topic)
    rows = {key: telling for key, telling in wanted.items() if shipped.get(key) is not telling}
    rows |= dict.fromkeys(shipped.keys() - wanted.keys(), Telling.OFF)
    session.execute(delete(TopicWordChange).where(TopicWordChange.topic == topic))
    session.add_all(
        TopicWordChange(topic=topic, language=language, text=text, telling=telling, changed_at=at)
        for (language, text), telling in rows.items()
    )
    record(session, "topic-words.changed", subject_kind="topic", subject_id=topic, label=topic)
    _look_anew(services, session)


def reset_lists(services: Services, session: Session, topic: str) -> None:
    """Bring a topic back to the shipped words."""
    session.execute(delete(TopicWordChange).where(TopicWordChange.topic == topic))
    record(session, "topic-words.reset", subject_kind="topic", subject_id=topic, label=topic)
    _look_anew(services, session)


@lru_cache(maxsize=4)
def _finder(changed: tuple[Change, ...]) -> TopicFinder:
    rules = (rule_of(slug, lists_of(slug, changed)) for slug in topics())
    return TopicFinder(rules, Analyser({}))


def _look_anew(services: Services, session: Session) -> None:
    shelved = session.scalars(select(Recording.id).where(Recording.shelved_at.is_not(None)).order_by(Recording.id))
    services.jobs.enqueue(session, kind=INDEX, arguments={"recording_ids": list(shelved)}, dedupe_key=f"{INDEX}:topics")


def _shipped(topic: str) -> dict[tuple[str, str], Telling]:
    words = topics()[topic].rule.words
    return {(word.language, (WHOLE if word.is_whole else "") + word.text): _TELLING[word.weight] for word in words}


def _tellings(lists: WordLists) -> dict[tuple[str, str], Telling]:
    named = ((lists.strong, Telling.STRONG), (lists.plain, Telling.PLAIN))
    return {
        (language, text): telling for words, telling in named for language, texts in words.items() for text in texts
    }


def _in(tellings: Mapping[tuple[str, str], Telling], language: str, telling: Telling) -> tuple[str, ...]:
    return tuple(text for (spoken, text), told in tellings.items() if (spoken, told) == (language, telling))


def _tidy(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(one_line, texts))))


def _fault(texts: Sequence[str]) -> str | None:
    if len(texts) > MOST_WORDS:
        return "too-many"
    if any(len(text) > LONGEST_TEXT for text in texts):
        return "too-long"
    return None if all(list(split_words(text.removeprefix(WHOLE))) for text in texts) else "no-word"
