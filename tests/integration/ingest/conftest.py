"""A running loopback site and what a step needs."""

from pathlib import Path

import pytest

from ingest.context import IngestOptions
from tests.support.clips import make_clip
from tests.support.loopback_site import LoopbackSite, running_site


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a web-ready recording of two seconds."""
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mp4")


@pytest.fixture
def site(clip: Path):
    """Give a running site; at the end nobody may have reached the canary."""
    with running_site(clip) as running:
        yield running
    assert running.canary_hits == []


@pytest.fixture
def options(site: LoopbackSite) -> IngestOptions:
    """Give options that allow the site and nothing else inside."""
    return IngestOptions(
        max_bytes=5_000_000,
        fetch_timeout_seconds=60.0,
        allow_hosts=frozenset({site.host}),
        country_names={"georgien": "GE", "turkei": "TR", "irak": "IQ", "serbien": "RS"},
        socket_timeout_seconds=5.0,
    )
