"""`StopReport`: how STOP went, as panels, pages and the shell tell it; it stops nothing."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["stopped", "no_stop", "unreachable", "gone", "failed", "nothing"]


@dataclass(frozen=True, slots=True)
class StopReport:
    """How STOP went for one device.

    Attributes:
        device: its id; empty when the daemon as a whole is meant.
        outcome: stopped, no_stop (its driver has none), unreachable, gone (unreachable, and no process of this user is
            connected to it: only a Jupyter server says so), failed, or nothing (it cannot move).
        position: where it came to rest, None when the driver did not say.
        units: of the position, empty when the daemon does not know them.
        message: one readable sentence.
        elapsed_ms: from the call to the daemon's answer.
        address: of the daemon, as the user wrote it.
    """

    device: str
    outcome: Outcome
    position: float | None
    units: str
    message: str
    elapsed_ms: float
    address: str = ""
