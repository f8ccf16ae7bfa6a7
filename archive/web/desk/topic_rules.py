"""The desk's pages of the words by which topics are recognised, with a look at what a change of them would find."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.recordings import Recording
from archive.errors import InvalidInputError
from archive.finding.topic_preview import Example, preview
from archive.finding.topic_rules import LANGUAGES, WordLists, changes, checked_lists, lists_of, reset_lists, save_lists
from archive.finding.topics import Topic, topics
from archive.i18n import N_
from archive.web import addresses
from archive.web.asking import language_of, services_of
from archive.web.desk.clashes import saved_by_now
from archive.web.desk.found_moments import FoundMoment
from archive.web.desk.merging import marks, merge
from archive.web.marking import cut, pattern_of
from archive.web.rendering import render
from archive.web.speaking import notice_of, say, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, lines_of, see_other, staff_form, text_of

HEADINGS = {
    "strong_de": N_("German words that say it alone"),
    "plain_de": N_("German words of which two are needed"),
    "strong_en": N_("English words that say it alone"),
    "plain_en": N_("English words of which two are needed"),
}
"""The four lists of a topic, in the order of the form."""


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic in the list."""

    slug: str
    name: str
    words: int
    changed: int
    """How many words staff added, took out or moved."""


@dataclass(frozen=True, slots=True)
class TopicRulesPage:
    """All topics."""

    topics: tuple[TopicRow, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a change would find."""

    before: int
    after: int
    gained: tuple[FoundMoment, ...]
    lost: tuple[FoundMoment, ...]
    looked_through: int
    recordings: int


@dataclass(frozen=True, slots=True)
class TopicRulePage:
    """The words of one topic."""

    notice: str
    slug: str
    name: str
    headings: Mapping[str, str]
    texts: Mapping[str, str]
    """The words of each list as they stand in the form, one a line."""
    made_from: str
    is_changed: bool
    found: Found | None = None
    """None until it was asked for."""
    faults: Mapping[str, str] = field(default_factory=dict)


@for_staff
def show_list(request: Request) -> Response:
    """Show all topics."""
    language = language_of(request)
    with services_of(request).database.reading() as session:
        changed = changes(session)
    rows = tuple(
        TopicRow(
            slug=topic.slug,
            name=topic.names[language],
            words=lists_of(topic.slug, changed).count,
            changed=sum(row.topic == topic.slug for row in changed),
        )
        for topic in topics().values()
    )
    return render(request, "desk/topic-rules.html", TopicRulesPage(rows))


@for_staff
def show(request: Request) -> Response:
    """Show the words of a topic."""
    topic = _topic(request)
    with services_of(request).database.reading() as session:
        return render(request, "desk/topic-rule.html", _page(request, session, topic))


@staff_form
def save(request: Request, form: FormData) -> Response:
    """Save the words, or show what they would find."""
    services, topic = services_of(request), _topic(request)
    texts, made_from = {name: lines_of(form, name) for name in HEADINGS}, text_of(form, "made_from")
    try:
        wanted = checked_lists(_lists(texts))
    except InvalidInputError as exc:
        return _again(request, topic, texts, made_from, say_faults(request, exc.fields))
    typed = _texts(wanted)
    if text_of(form, "what") == "preview":
        with services.database.reading() as session:
            page = replace(_page(request, session, topic), texts=texts, made_from=made_from)
            found = _found(request, session, lists_of(topic.slug, changes(session)), wanted)
        return render(request, "desk/topic-rule.html", replace(page, found=found))
    with services.database.writing(by=account_id_of(request)) as session:
        saved = _texts(lists_of(topic.slug, changes(session)))
        told = merge(made_from, typed, saved)
        if told.changed and not told.clashing:
            kept = _lists({name: typed[name] if name in told.changed else saved[name] for name in HEADINGS})
            save_lists(services, session, topic.slug, kept, at=services.clock())
    if told.clashing:
        said = saved_by_now(request, "terms", {name: ", ".join(saved[name].splitlines()) for name in told.clashing})
        kept_texts = {name: saved[name] if name in told.theirs else typed[name] for name in HEADINGS}
        return _again(request, topic, kept_texts, marks(saved), said)
    return see_other(_here(request) + f"?done={'topic-words-saved' if told.changed else 'unchanged'}")


@staff_form
def reset(request: Request, _form: FormData) -> Response:
    """Bring a topic back to the shipped words."""
    services, topic = services_of(request), _topic(request)
    with services.database.writing(by=account_id_of(request)) as session:
        reset_lists(services, session, topic.slug)
    return see_other(_here(request) + "?done=topic-words-saved")


def _again(
    request: Request, topic: Topic, texts: Mapping[str, str], made_from: str, faults: Mapping[str, str]
) -> Response:
    with services_of(request).database.reading() as session:
        page = replace(_page(request, session, topic), texts=texts, made_from=made_from, faults=faults)
    return render(request, "desk/topic-rule.html", page, status=422)


def _page(request: Request, session: Session, topic: Topic) -> TopicRulePage:
    changed = changes(session)
    texts = _texts(lists_of(topic.slug, changed))
    return TopicRulePage(
        notice=notice_of(request),
        slug=topic.slug,
        name=topic.names[language_of(request)],
        headings={name: say(request, heading) for name, heading in HEADINGS.items()},
        texts=texts,
        made_from=marks(texts),
        is_changed=any(row.topic == topic.slug for row in changed),
    )


def _found(request: Request, session: Session, now: WordLists, then: WordLists) -> Found:
    told = preview(session, now, then)
    return Found(
        before=told.before,
        after=told.after,
        gained=_moments(request, session, told.gained),
        lost=_moments(request, session, told.lost),
        looked_through=told.looked_through,
        recordings=told.recordings,
    )


def _moments(request: Request, session: Session, examples: tuple[Example, ...]) -> tuple[FoundMoment, ...]:
    wanted = {example.recording_id for example in examples}
    rows = session.execute(select(Recording.id, Recording.slug, Recording.title).where(Recording.id.in_(wanted)))
    known = {row.id: row for row in rows}
    language = language_of(request)
    return tuple(
        FoundMoment(
            path=addresses.page(
                language, "watch", known[example.recording_id].slug, t=addresses.second(example.start_seconds)
            ),
            title=known[example.recording_id].title,
            start_seconds=example.start_seconds,
            language=example.language,
            fragments=cut(example.text, pattern_of(sorted(example.said, key=len, reverse=True))),
        )
        for example in examples
    )


def _lists(texts: Mapping[str, str]) -> WordLists:
    strong, plain = (
        {language: tuple(texts[f"{name}_{language}"].splitlines()) for language in LANGUAGES}
        for name in ("strong", "plain")
    )
    return WordLists(strong, plain)


def _texts(lists: WordLists) -> dict[str, str]:
    named = {"strong": lists.strong, "plain": lists.plain}
    return {name: "\n".join(named[name[:-3]][name[-2:]]) for name in HEADINGS}


def _topic(request: Request) -> Topic:
    topic = topics().get(request.path_params["slug"])
    if topic is None:
        raise HTTPException(404)
    return topic


def _here(request: Request) -> str:
    return desk_path(request, "topic-rules", request.path_params["slug"])
