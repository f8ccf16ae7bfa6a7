"""The routes of what is made for machines: the API, and what other sites and programs build upon.

All of them answer as to somebody who is not signed in, whoever asks, so that what they say may be passed on and kept.
"""

from starlette.routing import BaseRoute, Route

from archive.web import embed
from archive.web.api.routes import API_ROUTES
from archive.web.machines import feeds, oembed, opensearch, sitemap

FEEDS = "/feeds/{language:language}"

MACHINE_ROUTES: list[BaseRoute] = [
    *API_ROUTES,
    Route("/embed/{slug:str}", embed.embed, name="embed"),
    Route("/oembed", oembed.describe, methods=["GET", "OPTIONS"], name="oembed"),
    Route(FEEDS + "/recordings.{form:str}", feeds.recordings, name="feed"),
    Route(FEEDS + "/countries/{code:str}.{form:str}", feeds.place, name="feed-place"),
    Route(FEEDS + "/series/{slug:str}.{form:str}", feeds.series, name="feed-series"),
    Route(FEEDS + "/search.{form:str}", feeds.search, name="feed-search"),
    Route("/sitemap.xml", sitemap.whole, name="sitemap"),
    Route("/sitemap-{number:number}.xml", sitemap.part, name="sitemap-part"),
    Route("/opensearch/{language:language}.xml", opensearch.describe, name="opensearch"),
    Route("/opensearch/{language:language}/suggestions", opensearch.suggest, name="opensearch-suggestions"),
]
