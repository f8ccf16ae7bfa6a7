"""The arrows between the parts of the house, and what may be imported only in one place."""

import ast
import subprocess
import sys

import pytest

from tests.support.house import ROOT, imported_names, modules, name_of, tracked, tree

ONLY_HERE = {
    "yt_dlp": ("ingest/ytdlp_child.py",),
    "whoosh": ("search/",),
    "sqlalchemy": ("archive/",),
    "alembic": ("archive/catalogue/",),
    "subprocess": ("media/process.py",),
    "ffmpeg": ("media/",),
    "faster_whisper": ("ingest/speech_child.py",),
    "jinja2": ("archive/web/rendering.py",),
    "typer": ("archive/cli.py", "archive/commands/"),
    "PIL": ("archive/demo/",),
    "argon2": ("archive/identity/passwords.py",),
    "pyotp": ("archive/identity/second_factor.py",),
    "segno": ("archive/web/identity/own_second_factor.py",),
    "smtplib": ("archive/identity/mailing.py",),
    "joserfc": ("archive/identity/oidc_client.py",),
    "httpx2": ("archive/identity/oidc_client.py",),
}


def test_import_linter_keeps_every_contract():
    lint = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert lint.returncode == 0, lint.stdout + lint.stderr


@pytest.mark.parametrize("library", ONLY_HERE)
def test_a_library_is_imported_only_in_its_place(library):
    places = ONLY_HERE[library]

    users = {name_of(path) for path in modules() if any(name.split(".")[0] == library for name in imported_names(path))}

    assert users, f"{library} is used nowhere: take it out of the table"
    assert not {user for user in users if not user.startswith(places)}


def test_the_environment_is_read_only_by_the_settings():
    readers = {
        name_of(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and ast.unparse(node.value) == "os"
    }

    assert readers == {"archive/settings.py"}


def test_a_file_comes_into_the_store_only_where_it_is_noted():
    """Otherwise one whose row is never made would lie there for good."""
    putting = {
        name_of(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "adopt" and ast.unparse(node.value).endswith("store")
    }

    assert putting == {"archive/unneeded.py"}


def test_a_moment_becomes_a_day_only_where_the_time_zone_is_known():
    """`Services.today`, `Services.day_of` and the filter `day` know it; sign-ins are counted by the days of UTC."""
    known = {
        "archive/bootstrap.py",
        "archive/formats.py",
        "archive/commands/shell.py",
        "archive/identity/signing_in.py",
    }
    by_hand = {
        name_of(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and not node.args and not node.keywords
        if isinstance(node.func, ast.Attribute) and node.func.attr == "date"
    }
    in_templates = [name_of(path) for path in tracked("templates/**.html") if ".date()" in path.read_text("utf-8")]

    assert {name for name in by_hand if name.startswith("archive/")} == known
    assert in_templates == []


def test_only_the_way_to_another_site_hides_where_it_comes_from():
    """Browsers send a form from a page with `no-referrer` without its origin: it would be refused as a foreign one."""
    hiding = {name_of(path) for path in modules() if '"no-referrer"' in path.read_text("utf-8")}

    assert hiding == {"archive/web/identity/provider.py"}


def test_no_import_hides_in_a_function():
    hidden = [
        f"{name_of(path)}:{inner.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
    ]

    assert hidden == []


def test_no_package_file_imports_anything():
    busy = [name_of(path) for path in modules() if path.name == "__init__.py" and imported_names(path)]

    assert busy == []
