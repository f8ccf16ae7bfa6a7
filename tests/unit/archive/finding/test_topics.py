"""The list of topics: complete, readable, and right about most of what is said."""

from archive.finding.topics import finder, topics
from archive.i18n import LANGUAGES
from benchmarks.topics import measured, sentences

DESIGNED = [
    "medical-care",
    "work-and-training",
    "housing",
    "education",
    "social-matters",
    "vulnerable-persons",
    "administration-and-documents",
    "return-programmes",
]


def test_the_list_is_the_one_of_the_design_with_names_in_every_language():
    assert list(topics()) == DESIGNED
    for topic in topics().values():
        assert set(topic.names) == set(topic.short_names) == set(LANGUAGES)


def test_every_word_is_recognised_where_it_is_said():
    deaf = [
        (topic.slug, word.text)
        for topic in topics().values()
        for word in topic.rule.words
        if word.weight > 1 and not finder().find([word.text], word.language)
    ]

    assert deaf == []


def test_no_word_stands_in_a_topic_twice():
    for topic in topics().values():
        listed = [(word.language, word.text.lower()) for word in topic.rule.words]
        assert sorted(set(listed)) == sorted(listed)


def test_sentences_of_webinars_are_filed_under_the_right_topics():
    figures = measured(sentences())

    assert figures.right >= 40
    assert figures.precision >= 0.95
    assert figures.recall >= 0.95
