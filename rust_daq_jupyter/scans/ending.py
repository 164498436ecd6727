"""How a run ends that did not end by itself: its motors come to rest, and go back where that was asked for."""

import asyncio
from collections.abc import Iterable, Mapping
from functools import partial

from rust_daq_jupyter.client.insist import PROMISE, UNHEARD, until_heard
from rust_daq_jupyter.devices.mover import Mover
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import DaqError, NotSupported


async def rest(movers: Mapping[str, Mover], names: Iterable[str]) -> str:
    """Stops motors, all at once; what the user must know of those that could not be stopped."""
    troubles = await asyncio.gather(*(_rest(name, movers[name]) for name in names))
    return joined(*troubles)


async def _rest(name: str, mover: Mover) -> str:
    if mover.motion is not None:
        mover.motion.cancel()
        await mover.motion.ended()
    try:
        await mover.halt()
    except NotSupported:
        return "" if await _is_still(mover) else f"{name} has no stop, so it may still move"
    except UNHEARD as error:
        mover.home.start(until_heard(partial(_halt_again, mover, mover.motion), name), name=f"stop {name} again")
        return f"{name} could not be stopped, so it may still move ({error.finding}): {PROMISE}"
    except DaqError as error:
        return f"{name} could not be stopped, so it may still move ({error.finding})"
    return ""


async def _halt_again(mover: Mover, motion: Status | None) -> None:
    """Unless it was sent elsewhere meanwhile, by somebody who knows that it stands."""
    if mover.motion is motion:
        await mover.halt()


async def _is_still(mover: Mover) -> bool:
    try:
        return not await mover.is_moving()
    except DaqError:
        return False


def joined(*reasons: str) -> str:
    """Reasons as one line, without those that say nothing or the same again."""
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason))
