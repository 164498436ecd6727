"""How a number follows what is written to it, when it does not at once; it knows no device."""

import math
from collections.abc import Callable

# What a number is, from what it was, what was written and for how many seconds (on the wall's clock) it has been.
Course = Callable[[float, float, float], float]
TREMBLES_HZ = 7.0


def parse(text: str) -> Course | None:
    """`stuck`, `round:STEP`, `clip:LOW:HIGH`, `late:SECONDS`, `slow:PER_S`, `tremble:BY`; None for `at-once`."""
    kind, *numbers = text.split(":")
    return _KINDS[kind](*map(float, numbers))


def _at_once() -> Course | None:
    return None


def _stuck() -> Course:
    return lambda was, wanted, s: was


def _round(step: float) -> Course:
    return lambda was, wanted, s: step * round(wanted / step)


def _clip(low: float, high: float) -> Course:
    return lambda was, wanted, s: min(max(wanted, low), high)


def _late(seconds: float) -> Course:
    return lambda was, wanted, s: was if s < seconds else wanted


def _slow(per_s: float) -> Course:
    return lambda was, wanted, s: was + math.copysign(min(per_s * s, abs(wanted - was)), wanted - was)


def _tremble(by: float) -> Course:
    return lambda was, wanted, s: wanted + by * math.cos(2 * math.pi * TREMBLES_HZ * s)


_KINDS: dict[str, Callable[..., Course | None]] = {
    "at-once": _at_once,
    "stuck": _stuck,
    "round": _round,
    "clip": _clip,
    "late": _late,
    "slow": _slow,
    "tremble": _tremble,
}
