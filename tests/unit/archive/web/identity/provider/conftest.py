"""A small identity provider and an archive that trusts it, in which only erika has an account."""

from collections.abc import Callable, Iterator

import pytest

from archive.bootstrap import Services
from tests.support.archives import open_archive
from tests.support.identity_provider import IdentityProvider, identity_provider
from tests.support.provider_visits import MovedClock, archive_of_erika, without_faults


@pytest.fixture(scope="module")
def served() -> Iterator[IdentityProvider]:
    """Give a provider that the tests of a file share."""
    with identity_provider() as provider:
        yield provider


@pytest.fixture
def provider(served: IdentityProvider) -> IdentityProvider:
    """Give that provider without the faults of the test before."""
    return without_faults(served)


@pytest.fixture
def clock() -> MovedClock:
    """Give a clock that a test can put ahead."""
    return MovedClock()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Give an archive that the tests of a file share."""
    with open_archive(tmp_path_factory.mktemp("provider") / "var") as services:
        yield services


@pytest.fixture
def archive(opened: Services, provider: IdentityProvider, clock: MovedClock) -> Callable[..., Services]:
    """Give what opens that archive with the provider, and with other settings if a test wants them."""
    return archive_of_erika(opened, provider, clock)


@pytest.fixture
def services(archive: Callable[..., Services]) -> Services:
    """Give the archive with the provider."""
    return archive()
