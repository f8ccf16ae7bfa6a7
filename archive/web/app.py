"""Makes the web application of an archive: routes, guards, error pages. Holds no page itself."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from archive.bootstrap import Services
from archive.viewing_counts import ViewCounter
from archive.web.api.problems import HANDLERS
from archive.web.desk.job_stream import Streams
from archive.web.examples import Examples
from archive.web.failing import TooLargePage
from archive.web.keeping import KeptPages
from archive.web.middleware import Asker, Guard
from archive.web.rendering import Pages
from archive.web.routes import ROUTES


def create_app(services: Services) -> Starlette:
    """Make the application; `app.state.services` and `app.state.pages` are there for every request."""
    app = Starlette(
        routes=ROUTES,
        middleware=[
            Middleware(Guard, services=services),
            Middleware(Asker, services=services),
            Middleware(TooLargePage),
        ],
        exception_handlers=HANDLERS,
        lifespan=_living,
    )
    app.router.redirect_slashes = False  # Starlette builds the target out of the Host header; routes.py has its own
    app.state.services = services
    app.state.pages = Pages(services.i18n)
    app.state.examples = Examples(services)
    app.state.streams = Streams()
    app.state.views = ViewCounter(services)
    app.state.kept_pages = KeptPages(services)
    return app


@asynccontextmanager
async def _living(app: Starlette) -> AsyncIterator[None]:
    """Begin with a memory that is tidied up, and write down at the end what was counted and is not written yet."""
    await run_in_threadpool(_prepare, app.state.services)
    gc.collect()
    gc.freeze()  # what is there now stays: looked through again, it would hold up some page for a fifth of a second
    yield
    await run_in_threadpool(app.state.views.write)


def _prepare(services: Services) -> None:
    """Read the glossary and what countries are called: a quarter of a second each.

    The first question would wait for the one, and every page beside the first upload for the other.
    """
    with services.database.reading() as session:
        services.glossary.of(session)
    services.i18n.country_names()
