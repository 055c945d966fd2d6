"""What several tests of syncing share."""

from collections.abc import Iterator

import pytest

from curabib.providers.http import Client
from tests.providers.clock import Clock
from tests.providers.zotero_server import Server, zotero_server


@pytest.fixture
def server() -> Iterator[Server]:
    with zotero_server() as found:
        yield found


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Return one client for all tests: making one reads all the certificates of the machine."""
    with Clock().client() as made:
        yield made
