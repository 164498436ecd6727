"""A stop that no daemon has heard is sent again, as long as the connection is open; nothing else is ever repeated."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable

from rust_daq_jupyter.errors import DaemonTimeout, DaemonUnreachable, DaqError

log = logging.getLogger(__name__)

AGAIN_S = 0.5
UNHEARD = (DaemonUnreachable, DaemonTimeout)
PROMISE = "its stop is sent again until the daemon answers, as long as this connection is open"


async def until_heard(
    stop: Callable[[], Awaitable[object]],
    what: str,
    pause: Callable[[], Awaitable[object]] = lambda: asyncio.sleep(AGAIN_S),
    for_s: float = math.inf,
) -> bool:
    """Stops something that may be stopped twice, until the daemon says how that went; its home ends this, too.

    Args:
        stop: one try; False when it is no longer wanted.
        what: is stopped, for the log.
        pause: what is waited for between two tries.
        for_s: no more tries after this many seconds.

    Returns:
        Whether there is nothing left to do.
    """
    until_s = time.monotonic() + for_s
    while True:
        try:
            if await stop() is not False:
                log.warning("%s was stopped once more: the daemon answers again", what)
            return True
        except UNHEARD:
            if time.monotonic() >= until_s:
                return False
        except DaqError as error:
            log.warning("%s was to be stopped again: %s", what, error)
            return True
        await pause()
