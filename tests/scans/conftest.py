"""A fast bench to scan."""

import pytest

from tests.labs import own_lab


@pytest.fixture
async def bench(simulator):
    """An awaited connection to a realistic bench at five times its speed, which is its `daemon`."""
    async with own_lab(simulator, "--realistic", "--speed", "5") as lab:
        yield lab
