"""Writes XML for machines out of any text: escaped, and without the signs that XML cannot hold."""

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, indent, tostring

ATOM = "http://www.w3.org/2005/Atom"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
VIDEO = "http://www.google.com/schemas/sitemap-video/1.1"
XHTML = "http://www.w3.org/1999/xhtml"
OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no Char of XML 1.0 (2.2): control characters, halves of pairs, U+FFFE and U+FFFF."""


def element(name: str, text: str = "", children: Iterable[Element | None] = (), **attributes: object) -> Element:
    """Make an element; attributes that are empty and children that are None are left out.

    Names are written as they stand, with their prefix; the root declares the prefixes (`namespaces`).
    """
    given = {key.rstrip("_"): clean(str(value)) for key, value in attributes.items() if value not in {None, ""}}
    made = Element(name, given)
    made.text = clean(text) or None
    made.extend(child for child in children if child is not None)
    return made


def optional(name: str, text: str | None) -> Element | None:
    """Make an element, if there is anything to say."""
    return element(name, text) if text else None


def document(root: Element, *, default: str = "", prefixes: Mapping[str, str] | None = None) -> bytes:
    """Write a document: `default` is the namespace of names without a prefix."""
    if default:
        root.set("xmlns", default)
    for prefix, uri in (prefixes or {}).items():
        root.set(f"xmlns:{prefix}", uri)
    indent(root)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def clean(text: str) -> str:
    """Take out what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
