"""Plain dataclasses to JSON and back: the notes of steps, and what child processes are asked and answer.

Understands what our dataclasses are made of (text, numbers, None, tuples, mappings, paths, dataclasses, unions with
None) and nothing else. Paths inside a note are kept relative to it, so that a work folder may move.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from media.store import write_durably

Plain = TypeVar("Plain")


def to_plain(value: object, *, folder: Path | None = None) -> Any:
    """Turn a dataclass into what JSON can hold.

    Raises:
        TypeError: when it holds something a note cannot.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: to_plain(getattr(value, field.name), folder=folder) for field in fields}
    if isinstance(value, Path):
        return str(value.relative_to(folder)) if folder and value.is_relative_to(folder) else str(value)
    if isinstance(value, Mapping):
        return {str(key): to_plain(item, folder=folder) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(item, folder=folder) for item in value]
    if isinstance(value, frozenset):
        return sorted(to_plain(item, folder=folder) for item in value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    message = f"a note cannot hold {type(value).__name__}"
    raise TypeError(message)


def from_plain(kind: type[Plain], plain: Any, *, folder: Path | None = None) -> Plain:
    """Make the dataclass again.

    Raises:
        ValueError: when the JSON does not have the shape of the dataclass.
    """
    made: Plain = _made(kind, plain, folder)
    return made


def _made(kind: Any, plain: Any, folder: Path | None) -> Any:
    if typing.get_origin(kind) is not None:
        return _made_generic(kind, plain, folder)
    if dataclasses.is_dataclass(kind):
        return _made_dataclass(typing.cast("type", kind), plain, folder)
    if kind is Path:
        _checked(plain, isinstance(plain, str), kind)
        return folder / plain if folder else Path(plain)
    if kind is float:
        return float(_checked(plain, isinstance(plain, int | float), kind))
    return _checked(plain, isinstance(plain, kind), kind)


def _made_generic(kind: Any, plain: Any, folder: Path | None) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        chosen = next(choice for choice in arguments if choice is not type(None))
        return None if plain is None else _made(chosen, plain, folder)
    if origin is typing.Literal:
        return _checked(plain, plain in arguments, kind)
    if origin in {tuple, frozenset}:
        _checked(plain, isinstance(plain, list), kind)
        return origin(_made(arguments[0], item, folder) for item in plain)
    _checked(plain, isinstance(plain, dict), kind)
    return {key: _made(arguments[1], item, folder) for key, item in plain.items()}


def _made_dataclass(kind: type, plain: Any, folder: Path | None) -> Any:
    _checked(plain, isinstance(plain, dict), kind)
    hints = typing.get_type_hints(kind)
    try:
        return kind(**{name: _made(hints[name], item, folder) for name, item in plain.items()})
    except (KeyError, TypeError) as exc:
        message = f"not a {kind.__name__}: {exc}"
        raise ValueError(message) from exc


def _checked(plain: Any, fits: bool, kind: Any) -> Any:  # noqa: FBT001 - the claim under test, named at each call
    if not fits:
        message = f"{plain!r} is not a {kind}"
        raise ValueError(message)
    return plain


def write_note(path: Path, value: object) -> None:
    """Write a note so that it is either whole or not there, power cuts included."""
    write_durably(path, json.dumps(to_plain(value, folder=path.parent), ensure_ascii=False, indent=1).encode())


def read_note(path: Path, kind: type[Plain]) -> Plain | None:
    """Read a note; None when there is none, or when an older program wrote one that no longer fits.

    Raises:
        OSError: when the note is there and cannot be read.
    """
    try:
        return from_plain(kind, json.loads(path.read_bytes()), folder=path.parent)
    except FileNotFoundError:
        return None
    except ValueError:
        return None
