"""A bench of a test's own, five times as fast."""

import pytest

from tests.labs import own_lab


@pytest.fixture
async def bench(simulator):
    """A connection to it; its simulator is `bench.daemon`."""
    async with own_lab(simulator, "--realistic", "--speed", "5") as lab:
        yield lab
