"""Joins the style sheets and the scripts of the site into one file each, named by the hash of what is in it.

Done once, when the application is made. Scripts are ES modules that import each other by `import { x } from "./y.js";`
and are put into one module in the order of their imports; a cascade layer for each style sheet makes its order plain.
What only the desk needs lies in folders of that name, and makes two files of its own: visitors never fetch them.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

_PACKAGED, _CHECKOUT = Path(__file__).parents[1] / "_static", Path(__file__).parents[2] / "static"
STATIC = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
HASH_LENGTH = 12
_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"(\.\.?/[a-z0-9-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.MULTILINE)
_LICENCE_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that browsers may keep for ever, since its name changes with its content."""

    name: str
    media_type: str
    content: bytes
    compressed: bytes

    @property
    def path(self) -> str:
        """Give its address."""
        return f"/static/{self.name}"


@dataclass(frozen=True, slots=True)
class Assets:
    """Everything of the look that browsers fetch."""

    css: Asset
    js: Asset
    desk_css: Asset
    desk_js: Asset
    icon: Asset
    cover: Asset
    """The picture of our podcasts."""

    def named(self, name: str) -> Asset | None:
        """Find one by the name in its address."""
        listed = (self.css, self.js, self.desk_css, self.desk_js, self.icon, self.cover)
        return next((asset for asset in listed if asset.name == name), None)


def load_assets(folder: Path = STATIC) -> Assets:
    """Join what lies in the folder.

    Raises:
        FileNotFoundError: a script imports another that is not there.
    """
    pictures = folder / "img"
    return Assets(
        css=_styles("site", folder / "css"),
        js=_scripts("site", folder / "js"),
        desk_css=_styles("desk", folder / "css" / "desk"),
        desk_js=_scripts("desk", folder / "js" / "desk"),
        icon=_asset("icon", "svg", "image/svg+xml", (pictures / "icon.svg").read_bytes()),
        cover=_asset("cover", "png", "image/png", (pictures / "cover.png").read_bytes()),
    )


def joined_css(folder: Path) -> str:
    """Join style sheets; `layers.css` names the order of the layers and stands first."""
    sheets = sorted(folder.glob("*.css"), key=lambda path: (path.name != "layers.css", path.name))
    return "".join(_LICENCE_COMMENT.sub("", sheet.read_text(encoding="utf-8")) for sheet in sheets)


def joined_js(folder: Path) -> str:
    """Join ES modules into one, each after those it imports, from the folder above too."""
    done: dict[Path, str] = {}

    def add(path: Path) -> None:
        if path in done:
            return
        done[path] = ""  # a circle of imports ends here
        text = path.read_text(encoding="utf-8")
        for imported in _IMPORT.findall(text):
            add((path.parent / imported).resolve())
        del done[path]
        done[path] = _EXPORT.sub("", _IMPORT.sub("", text))

    for path in sorted(folder.resolve().glob("*.js")):
        add(path)
    return "".join(done.values())


def _styles(stem: str, folder: Path) -> Asset:
    return _asset(stem, "css", "text/css; charset=utf-8", joined_css(folder).encode())


def _scripts(stem: str, folder: Path) -> Asset:
    return _asset(stem, "js", "text/javascript; charset=utf-8", joined_js(folder).encode())


def _asset(stem: str, suffix: str, media_type: str, content: bytes) -> Asset:
    digest = hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
    return Asset(f"{stem}-{digest}.{suffix}", media_type, content, gzip.compress(content, mtime=0))
