"""Whether STOP was pressed after a page last heard from us: what it asked for then is from before; it knows no panel.

An ask may be heard late, behind a cell that blocked or a slow connection, when the STOP that was pressed after it has
long been carried out by the Jupyter Server. So every message to a page says when it was sent, every ask says which of
them was the newest that its page had, and a STOP leaves its time in a mark.
"""

import math
from collections.abc import Iterable
from typing import Any

from rust_daq_jupyter.client.runtime import StopMarks
from rust_daq_jupyter.errors import Refused


def check_heard(marks: StopMarks, devices: Iterable[str], seen_s: Any) -> None:
    """Refuses what may have been asked for before the newest STOP for ALL or one of these devices.

    Args:
        marks: the STOPs of one daemon.
        devices: what the ask may move.
        seen_s: when the newest message that the page had was sent, in Unix time; anything else counts as never.

    Raises:
        Refused: STOP was pressed after that.
    """
    heard_s = seen_s if isinstance(seen_s, int | float) else -math.inf
    pressed_s = marks.pressed_s(devices)
    if math.isfinite(pressed_s) and not heard_s > pressed_s:
        raise Refused("STOP was pressed after this was asked for, nothing was sent", hint="Ask again if it shall move")
