"""The motor panel: where it is, where it goes, and asks that move it; it checks nothing that the motor checks."""

import asyncio
import math
import time
from collections.abc import Sequence
from typing import Any

from traitlets import Float, List, Unicode

from rust_daq_jupyter.client.runtime import StopMarks, StopWatch
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.devices.arguments import finite
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import BadValue, Refused
from rust_daq_jupyter.panels import wishes
from rust_daq_jupyter.panels.checked import Checked
from rust_daq_jupyter.panels.heard import check_heard
from rust_daq_jupyter.panels.hold import Reach, check_age, check_not_stopped, check_rest, move_a_little
from rust_daq_jupyter.panels.moves import tell_end
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.pump import Parts, Reader
from rust_daq_jupyter.panels.stops import learn, stop_key
from rust_daq_jupyter.panels.words import finite_pair, moment, number, quantity
from rust_daq_jupyter.wire.models import Position

RATE_HZ = 10
REST_S = 1.0  # a hold that begins after a rest knows nothing of the motor's speed any more
STEPS = (0.001, 0.01, 0.1, 1.0, 10.0)


class MotorPanel(Panel):
    """Jogs one motor; `stage.panel()` makes it.

    `confirm_above`, in the motor's units, is the distance above which the page asks once more; half of the limits'
    span unless you set it, None for never. With `hold_to_jog`, which is off unless you set it, the motor moves for as
    long as a jog key is held.
    """

    noun = "motor"
    moving = frozenset({"move", "move_by", "hold"})

    units = Unicode("").tag(sync=True)
    limits: Any = List(default_value=None, allow_none=True).tag(sync=True)
    decimals: Any = Checked(wishes.decimals, 3).tag(sync=True)
    steps = List(Float()).tag(sync=True)
    step: Any = Checked(wishes.step, 0.1).tag(sync=True)
    confirm_above: Any = Checked(wishes.jump).tag(sync=True)
    hold_to_jog: Any = Checked(wishes.flag, False).tag(sync=True)

    def __init__(self, motor: Motor) -> None:
        self._motor = motor
        self._aim = asyncio.Lock()
        self._position: Position | None = None
        self._sent: dict[str, Any] = {}
        limits = finite_pair(motor.limits)
        steps = ladder(limits)
        self._reach = Reach(steps[0])
        self._held_s = -math.inf
        super().__init__(
            motor.client,
            subject=motor.id,
            title=motor.id,
            context=motor.name,
            read_only=motor.read_only,
            stop=self._stop_key(),
            units=motor.units,
            limits=limits,
            steps=steps,
            step=steps[len(steps) // 2],
            confirm_above=(limits[1] - limits[0]) / 2 if limits else None,
        )

    def summary(self) -> str:
        """`mock_stage: 3.217 mm (2025-06-01 12:30:05)`."""
        last = self._motor.last
        when = f" ({moment(last.time_s)})" if last.value is not None else ""
        return f"{self._motor.id}: {quantity(last.value, self._motor.units, self.decimals)}{when}"

    # The flow.

    def readers(self) -> Sequence[Reader]:
        """Its readback."""
        return (self._follow_position,)

    async def _follow_position(self) -> None:
        async with self._motor.positions(RATE_HZ) as positions:
            async for position in positions:
                self._position = position
                if math.isfinite(position.value):
                    self._motor.last.note(position.value, position.is_moving)

    def has_news(self) -> bool:
        """Whether it moved, or is told to; that it rests where it was is news once a second."""
        return {**self._data(), "time_s": None, "remaining_s": None} != self._sent

    def news(self, everything: bool) -> tuple[dict[str, Any], Parts]:
        """Where it is and where it goes."""
        data = self._data()
        self._sent = {**data, "time_s": None, "remaining_s": None}
        return data, {}

    def _data(self) -> dict[str, Any]:
        target = self._motor.pending_target
        motion = self._motor.motion
        last, position = self._motor.last, self._position
        here = last.value if position is None else position.value
        return {
            "position": number(here),
            "moving": target is not None or last.is_moving,
            "target": target,
            "remaining_s": None if target is None or motion is None else number(motion.left_s(here)),
            "time_s": number(last.time_s if position is None else position.time),
        }

    def refresh(self) -> None:
        """Limits are the user's to change, units come with the first answer, a stop is learned anywhere."""
        self.limits = finite_pair(self._motor.limits)
        self.units = self._motor.units
        self.stop = self._stop_key()
        super().refresh()

    def rest(self) -> None:
        """What was seen last is from now on what anybody saw last."""
        if not self._pump.flow.is_watched:
            self._position = None
        super().rest()

    def _stop_key(self) -> dict[str, Any]:
        return stop_key(self._motor.client, [self._motor], self._motor.id)

    def learned(self, reports: Sequence[StopReport]) -> None:
        """Whether its driver can stop."""
        learn([self._motor], reports)
        self.stop = self._stop_key()

    # The asks.

    async def ask_move(self, target: Any) -> dict[str, float]:
        """Begins a move; where it goes."""
        self.need_connection()
        return self._moves(self._motor.move(target))

    async def ask_move_by(self, delta: Any) -> dict[str, float]:
        """Begins a move from the pending target, or from where it rests; five quick clicks are five steps."""
        self.need_connection()
        step = finite(delta, "distance", self._motor.id)
        self._motor.check_free("move_by")
        stops = self._watch()
        async with self._aim:
            pending = self._motor.pending_target
            start = await self._motor.position() if pending is None else pending
            check_not_stopped(stops)
            return self._moves(self._motor.move(start + step))

    async def ask_hold(self, direction: Any, seen_s: Any, since_s: Any) -> dict[str, float]:
        """One short move up (1) or down (-1), answered when it has settled; a page that still holds asks again.

        `seen_s` is the `sent_s` of the newest message that the page had: what waited behind a busy kernel is refused.
        `since_s` is the one that it had when the key went down: a STOP since then ends the hold.
        """
        self.need_connection()
        if not self.hold_to_jog:
            raise Refused("holding a key moves nothing here", hint="Set panel.hold_to_jog = True")
        seen_s, stops = finite(seen_s, "time", self._motor.id), self._watch()
        if isinstance(direction, bool) or direction not in (-1, 1):
            raise BadValue(f"no direction {direction!r:.20}", device=self._motor.id)
        self._motor.check_free("move")
        self.notice = None
        async with self._aim:
            check_age(seen_s, time.time())
            check_heard(StopMarks(self._client.address.key), [self._motor.id], since_s)
            check_rest(self._motor)
            if time.monotonic() - self._held_s > REST_S:
                self._reach = Reach(self.steps[0])
            try:
                return {"position": await move_a_little(self._motor, direction, self._reach, stops)}
            finally:
                self._held_s = time.monotonic()

    def _watch(self) -> StopWatch:
        """Looks out for STOPs from now on."""
        return StopMarks(self._client.address.key).watch([self._motor.id])

    def _moves(self, status: Status) -> dict[str, float]:
        self.notice = None
        tell_end(self, self._motor, status, decimals=self.decimals)
        assert status.target is not None
        return {"target": status.target}

    async def ask_set_step(self, step: Any) -> dict[str, float]:
        """Chooses how far one click goes."""
        self.step = step
        return {"step": self.step}

    async def ask_set_decimals(self, decimals: Any) -> dict[str, int]:
        """Chooses the figures after the point."""
        self.decimals = decimals
        return {"decimals": self.decimals}


def ladder(limits: list[float] | None) -> list[float]:
    """Five decades of steps, the greatest at most a tenth of the way between the limits."""
    if limits is None or limits[0] >= limits[1]:
        return list(STEPS)
    top = math.floor(math.log10((limits[1] - limits[0]) / 10))
    return [float(f"1e{exponent}") for exponent in range(top - 4, top + 1)]
