"""The check of the search index: every spoken line that the catalogue has can be found, n of n."""

from gettext import NullTranslations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.recordings import Recording
from archive.checks.finding import Finding, Translate, failed, passed, warned
from archive.finding.indexing import Completeness, completeness
from archive.formats import Formats
from archive.wording import explain
from search.errors import IndexUnavailableError
from search.index import SearchIndex

NAME = "index"


def check_index(
    session: Session, index: SearchIndex, *, formats: Formats, translations: NullTranslations, is_worker_alive: bool
) -> Finding:
    """Read every file of the index anew and compare what it holds with the catalogue."""
    _ = translations.gettext
    if session.scalar(select(Recording.id).where(Recording.shelved_at.is_not(None)).limit(1)) is None:
        return passed(NAME, _("nothing to be found yet"))
    advice = _("Make it anew: mitschnitt reindex")
    problem = index.check()
    if problem is not None:
        return failed(NAME, explain(problem.code, problem.details(), translations).what, advice)
    try:
        counted = completeness(session, index)
    except IndexUnavailableError as error:
        return failed(NAME, explain(error.code, error.details(), translations).what, advice)
    fact = words_found(counted, formats=formats, gettext=translations.gettext)
    if counted.is_complete:
        return passed(NAME, fact)
    if is_worker_alive:
        return warned(NAME, fact, _("The worker is bringing the rest in; look again in a minute."))
    return failed(NAME, fact, advice)


def words_found(counted: Completeness, *, formats: Formats, gettext: Translate) -> str:
    """Say how many lines can be found, and of how many recordings some cannot."""
    _ = gettext
    lines = {"indexed": formats.number(counted.indexed), "total": formats.number(counted.total)}
    fact = _("%(indexed)s of %(total)s lines can be found") % lines
    if counted.is_complete:
        return fact
    behind = len(counted.stale) + len(counted.surplus)
    return fact + _("; recordings that are behind: %(count)s") % {"count": formats.number(behind)}
