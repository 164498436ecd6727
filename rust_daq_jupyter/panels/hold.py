"""Motion for as long as a key is held: short moves, one after the other; it knows no widget and no page.

Nothing is ever left moving for long: a move is begun only when the one before has settled and somebody still holds, and
none travels longer than `TRAVEL_S`. So neither a driver without a stop, nor a page that dies, nor a kernel that is busy
makes a motor run away.
"""

import time

from rust_daq_jupyter.client.runtime import StopWatch
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import Refused

TRAVEL_S = 0.3
"""One short move takes at most so long, by the speed of the one before it."""

MARGIN = 0.8  # motors speed up: a longer move is faster on the average than the one it is judged by
GROWTH = 4.0  # by which a move may be longer than the last, while nothing is known of the speed
LATE_S = 2.0  # a request older than this comes from a key that may long have been let go


class Reach:
    """How far a short move may go, learned from how long the last ones took.

    Args:
        distance: of the first one, short enough for any motor.
    """

    def __init__(self, distance: float) -> None:
        self.least = self.distance = distance

    def learn(self, distance: float, took_s: float) -> None:
        """A move of `distance` took so long, from the request to rest."""
        if distance > 0:
            wanted = distance * min(GROWTH, MARGIN * TRAVEL_S / max(took_s, 1e-3))
            self.distance = max(self.least, wanted)  # of a slow answer the way is not to blame


async def move_a_little(motor: Motor, direction: int, reach: Reach, stops: StopWatch) -> float:
    """One short move to its end, or to the limit; where it is then.

    Raises:
        Refused: it is at its limit, or STOP was pressed since `stops` was made. And whatever a move raises.
    """
    start = await motor.position()
    wanted = start + direction * reach.distance
    target = _within(motor.limits, wanted)
    if abs(target - start) > reach.distance * 1.001:
        raise Refused(f"{motor.id} is outside its limits", operation="move", hint="Type a target inside them")
    if target != wanted and (target - start) * direction <= 0:
        raise Refused(f"{motor.id} is at its limit, {start:g} {motor.units}".rstrip(), operation="move")
    check_not_stopped(stops)
    begun_s = time.monotonic()
    status = motor.move(target)
    await status
    reach.learn(abs(target - start), time.monotonic() - begun_s)
    return target


def check_not_stopped(stops: StopWatch) -> None:
    """Refuses what was asked for before STOP was pressed."""
    if stops.raised():
        raise Refused("STOP was pressed, nothing was sent", operation="move")


def check_rest(motor: Motor) -> None:
    """Refuses to take the place of a move that is under way: that one goes where somebody wanted it."""
    if motor.pending_target is not None:
        raise Refused(f"{motor.id} is moving", operation="move", hint="Wait until it rests, or press STOP")


def check_age(seen_s: float, now_s: float) -> None:
    """Refuses a request whose page had heard from us too long ago: it waited somewhere, and its key may be free."""
    if not abs(now_s - seen_s) <= LATE_S:
        raise Refused("the request came late, nothing was sent", operation="move", hint="Press again")


def _within(limits: tuple[float, float] | None, position: float) -> float:
    return position if limits is None else min(max(position, limits[0]), limits[1])
