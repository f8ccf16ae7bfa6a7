"""The page on which people read what the API does: made of the same description that programs get."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from archive.i18n import N_
from archive.web.api.endpoints import ROOT
from archive.web.api.openapi import description
from archive.web.api.problems import CODES, FORMAT, PARAMETERS
from archive.web.api.table import ENDPOINTS
from archive.web.asking import services_of
from archive.web.failing import sentences_for
from archive.web.rendering import render

PARTS = {
    "slug": N_("Name of the recording or event in addresses."),
    "language": N_("Language of the transcript, such as de."),
}


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter, for people."""

    name: str
    values: str
    """What may be written, such as integer 1-100, or the words that are possible."""
    description: str
    is_repeatable: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of an answer."""

    name: str
    kind: str
    model: str
    """The class of its values, where that is explained further down; else empty."""
    description: str


@dataclass(frozen=True, slots=True)
class ModelView:
    """A class of answers."""

    name: str
    description: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class EndpointView:
    """An address of the API."""

    name: str
    path: str
    summary: str
    parameters: tuple[ParameterView, ...]
    answer: str
    """Name of the class of its answer."""


@dataclass(frozen=True, slots=True)
class ProblemView:
    """Something that can go wrong."""

    code: str
    status: int
    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class ApiPage:
    """All of the API."""

    root: str
    openapi: str
    endpoints: tuple[EndpointView, ...]
    models: tuple[ModelView, ...]
    problems: tuple[ProblemView, ...]


def show(request: Request) -> Response:
    """Show what the API does."""
    settings = services_of(request).settings
    return render(request, "pages/api.html", api_page(settings.site_name, settings.public_url))


@cache
def api_page(name: str, public_url: str) -> ApiPage:
    """Make the page of the API's description."""
    described = description(ENDPOINTS, name=name, public_url=public_url)
    schemas: Mapping[str, dict[str, Any]] = described["components"]["schemas"]
    return ApiPage(
        root=public_url + ROOT,
        openapi=f"{ROOT}/openapi.json",
        endpoints=tuple(
            EndpointView(
                endpoint.name,
                ROOT + endpoint.path,
                endpoint.summary,
                tuple(map(_parameter, described["paths"][ROOT + endpoint.path]["get"]["parameters"])),
                endpoint.answer.__name__,
            )
            for endpoint in ENDPOINTS
        ),
        models=tuple(_model(title, schema) for title, schema in schemas.items() if "properties" in schema),
        problems=tuple(ProblemView(code, status, *_sentences(status)) for status, code in CODES.items()),
    )


def _sentences(status: int) -> tuple[str, str]:
    return {400: PARAMETERS, 501: FORMAT}.get(status) or sentences_for(status)


def _parameter(parameter: Mapping[str, Any]) -> ParameterView:
    schema = parameter["schema"]
    one = schema.get("items", schema)
    said = PARTS[parameter["name"]] if parameter["in"] == "path" else parameter["description"]
    return ParameterView(parameter["name"], _values(one), said, is_repeatable="items" in schema)


def _values(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(value for value in schema["enum"] if value)
    if schema.get("type") == "integer":
        return f"{schema.get('minimum', '')}–{schema.get('maximum', '')}"
    return ""


def _model(title: str, schema: Mapping[str, Any]) -> ModelView:
    fields = (
        FieldView(name, _kind(about), _reference(about), about.get("description", ""))
        for name, about in schema["properties"].items()
    )
    return ModelView(title, schema.get("description", ""), tuple(fields))


def _kind(schema: Mapping[str, Any]) -> str:
    """Say what a value is, in the words of JSON Schema."""
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}[]"
    return str(schema.get("format") or schema.get("type", ""))


def _reference(schema: Mapping[str, Any]) -> str:
    """Give the class that a value is of, however it is wrapped."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    inner = [schema["items"]] if "items" in schema else schema.get("anyOf", [])
    extra = schema.get("additionalProperties")
    found = (_reference(one) for one in (*inner, *([extra] if isinstance(extra, dict) else [])))
    return next(filter(None, found), "")
