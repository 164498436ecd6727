"""What a plan asks for, one act at a time; a step does not know which plan it came from, nor who carries it out.

A point of a run is the moves, then the wait, then the read: every `Read` ends one point.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """Bring one motor to an absolute position, in the motor's units, and wait until it has settled.

    Moves that follow each other without another step between them belong together and may run at the same time.
    """

    motor: str
    position: float


@dataclass(frozen=True, slots=True)
class Wait:
    """Let this many seconds pass; longer than 0."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Until:
    """Let time pass until so many seconds after the first step of the run; nothing when that is past."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Read:
    """Read these detectors (all of the plan when none is named), and where the motors are: one row of the table."""

    detectors: tuple[str, ...] = ()


Step = Move | Wait | Until | Read


def visit(positions: Mapping[str, float], dwell_s: float, detectors: tuple[str, ...]) -> Iterator[Step]:
    """One point: the moves, the dwell where there is one, the reading."""
    for motor, position in positions.items():
        yield Move(motor, position)
    if dwell_s:
        yield Wait(dwell_s)
    yield Read(detectors)
