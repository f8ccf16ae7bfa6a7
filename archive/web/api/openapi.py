"""The API's description as OpenAPI 3.1, made of the table of its addresses and the classes of its answers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from archive import __version__
from archive.web.api.endpoints import ROOT, Endpoint
from archive.web.api.models import Model
from archive.web.api.models_of_problems import ProblemDocument
from archive.web.api.parameters import Query
from archive.web.api.problems import MEDIA_TYPE

Json = dict[str, Any]
REFERENCE = "#/components/schemas/{model}"
ABOUT = (
    "What this archive shows to everybody, for programs: events, recordings, every spoken word with its time, and the"
    " search. Read-only and without a key. Machine-made transcripts are marked; amounts and rules are those of the day"
    " of the event."
)
PARTS = {
    "slug": "Name of the recording or event in addresses.",
    "language": "Language of the transcript (BCP 47).",
}
_PROBLEMS = {
    "400": "A parameter is not known or cannot be used.",
    "404": "There is nothing here, or it is not shown to everybody.",
    "410": "It was withdrawn; the day and the reason are told.",
    "503": "The search is being prepared; try again in a minute.",
}
_HEADERS: Json = {
    "ETag": {"description": "Send it back as If-None-Match to get 304.", "schema": {"type": "string"}},
}
_LINK: Json = {"Link": {"description": "Other pages (RFC 8288).", "schema": {"type": "string"}}}


def description(endpoints: Iterable[Endpoint], *, name: str, public_url: str) -> Json:
    """Describe these addresses."""
    listed = tuple(endpoints)
    answers = {endpoint.answer.__name__: TypeAdapter(endpoint.answer) for endpoint in listed}
    answers[ProblemDocument.__name__] = TypeAdapter(ProblemDocument)
    _, schemas = TypeAdapter.json_schemas(
        [(title, "serialization", adapter) for title, adapter in answers.items()], ref_template=REFERENCE
    )
    found = _explained(schemas["$defs"])
    return {
        "openapi": "3.1.0",
        "info": {"title": name, "version": __version__, "description": ABOUT},
        "servers": [{"url": public_url}],
        "paths": {ROOT + endpoint.path: {"get": _operation(endpoint)} for endpoint in listed},
        "components": {"schemas": {title: _without_titles(schema) for title, schema in found.items()}},
    }


def parameters(query: type[Query]) -> list[Json]:
    """Describe the parameters of a query."""
    schema = TypeAdapter(query).json_schema(ref_template=REFERENCE)
    kinds = schema.get("$defs", {})
    return [_parameter(name, _resolved(about, kinds)) for name, about in schema.get("properties", {}).items()]


def _operation(endpoint: Endpoint) -> Json:
    in_path = re.findall(r"\{(\w+)\}", endpoint.path)
    parts = [
        {"name": name, "in": "path", "required": True, "description": PARTS[name], "schema": {"type": "string"}}
        for name in in_path
    ]
    answer = {
        "description": (endpoint.answer.__doc__ or "").strip(),
        "headers": _HEADERS | (_LINK if endpoint.is_paged else {}),
        "content": {"application/json": {"schema": {"$ref": REFERENCE.format(model=endpoint.answer.__name__)}}},
    }
    possible = ["400", *(["404", "410"] if in_path else []), *(["503"] if endpoint.name == "search" else [])]
    problem = {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model=ProblemDocument.__name__)}}}
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": [*parts, *parameters(endpoint.query)],
        "responses": {
            "200": answer,
            "304": {"description": "It has not changed since the sent ETag."},
            **{status: {"description": _PROBLEMS[status], "content": problem} for status in possible},
        },
    }


def _parameter(name: str, schema: Json) -> Json:
    about = {key: value for key, value in schema.items() if key not in {"title", "description"}}
    return {"name": name, "in": "query", "description": schema.get("description", ""), "schema": about}


def _resolved(schema: Json, kinds: Mapping[str, Json]) -> Json:
    """Write enumerations where they are used: parameters have few, and readers like them there."""
    if "$ref" in schema:
        kind = kinds[schema["$ref"].rpartition("/")[2]]
        return {key: value for key, value in kind.items() if key in {"type", "enum"}}
    if "items" in schema:
        return {**schema, "items": _resolved(schema["items"], kinds)}
    return schema


def _explained(schemas: Mapping[str, Json]) -> dict[str, Json]:
    """Explain inherited fields as the class does that has them first; Pydantic reads only the words of each class."""
    bases = {kind.__name__: [base.__name__ for base in kind.__mro__[1:]] for kind in _kinds_of(Model)}
    explained = {}
    for title, schema in schemas.items():
        fields = dict(schema.get("properties", {}))
        for base in bases.get(title, ()):
            above = schemas.get(base, {}).get("properties", {})
            fields.update({name: {**above[name], **about} for name, about in fields.items() if name in above})
        explained[title] = {**schema, "properties": fields} if fields else schema
    return explained


def _kinds_of(base: type[Model]) -> Iterator[type[Model]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds_of(kind)


def _without_titles(schema: Json) -> Json:
    """Drop the titles that repeat the names of fields."""
    fields = schema.get("properties", {})
    named = {name: {key: value for key, value in about.items() if key != "title"} for name, about in fields.items()}
    return {**schema, "properties": named} if fields else schema
