"""What tests of moves wait for."""

import asyncio


async def moving(stage):
    """Waits until the stage is under way."""
    before = await stage.position()
    while abs(await stage.position() - before) < 0.1:
        await asyncio.sleep(0)


async def wait_for(status):
    await status
