"""A simulator of a test's own, and a connection to it."""

import contextlib

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.aio import connect


@contextlib.asynccontextmanager
async def own_lab(simulator, *flags, **options):
    """An awaited connection to a simulator with these flags, which is its `daemon`."""
    with simulator(*flags) as daemon:
        async with await connect(daemon.address, **options) as lab:
            lab.daemon = daemon
            yield lab


@contextlib.asynccontextmanager
async def own_client(simulator, *flags, **options):
    """As `own_lab`, one layer lower."""
    with simulator(*flags) as daemon:
        async with AsyncClient(daemon.address, **options) as client:
            client.daemon = daemon
            yield client
