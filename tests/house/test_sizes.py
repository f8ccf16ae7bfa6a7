"""How large things may get before they are two things."""

import ast

import pytest

from tests.support.house import modules, name_of, tracked, tree

LINES = {"templates/**.html": 150, "static/**.js": 150, "static/**.css": 250, "scripts/*": 45}


def test_no_module_is_over_300_lines():
    long = [name_of(path) for path in modules() if len(path.read_text(encoding="utf-8").splitlines()) > 300]

    assert long == []


def test_no_function_is_over_60_lines():
    long = [
        f"{name_of(path)}:{node.name}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and _length(node) > 60
    ]

    assert long == []


def test_every_module_says_what_it_is_for():
    silent = [name_of(path) for path in modules() if path.name != "__init__.py" and not ast.get_docstring(tree(path))]

    assert silent == []


@pytest.mark.parametrize("pattern", LINES)
def test_pages_styles_and_scripts_stay_small(pattern):
    long = [
        name_of(path)
        for path in tracked(pattern)
        if len(path.read_text(encoding="utf-8").splitlines()) > LINES[pattern]
    ]

    assert long == []


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
