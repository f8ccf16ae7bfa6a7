"""What must never stand in a tracked file, and what every tracked file of a kind must have."""

import re

from tests.support.house import ROOT, name_of, tracked

REGISTRIES = re.compile(r"(py[p]i|python[h]osted|npm[j]s|deb[.]deb[i]an|registry[.]yarn[p]kg)[.](org|com)")
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|NotImplemented" + r"Error)\b")


def test_no_file_names_a_package_registry():
    naming = [name_of(path) for path in tracked() if REGISTRIES.search(_text(path))]

    assert naming == []


def test_only_ci_names_the_shared_folder():
    naming = [name_of(path) for path in tracked() if "../" + "shared" in _text(path)]

    assert naming == [".ci/run"]


def test_nothing_is_marked_as_unfinished():
    patterns = ("*.py", "*.html", "*.js", "*.css")

    assert [name_of(path) for path in tracked(*patterns) if UNFINISHED.search(_text(path))] == []


def test_every_decision_is_numbered_and_says_what_it_costs():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    numbers = [path.name[:4] for path in decisions]

    assert numbers == [f"{number:04d}" for number in range(1, len(decisions) + 1)]
    assert [path.name for path in decisions if "## Costs" not in _text(path)] == []


def _text(path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
