"""What every plan can answer, whatever its kind; it does not know the kinds, the devices, nor who carries it out."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from types import MappingProxyType
from typing import Any, ClassVar

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.records.table import column_name
from rust_daq_jupyter.scans.steps import Step

MOST_TIMES = 10_000
NOWHERE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, repr=False)
class Plan(ABC):
    """A scan as a frozen value, made and checked by the functions of `rust_daq_jupyter.plans`.

    Attributes:
        name: the function that makes such a plan: "line".
        plan_name: the same in Bluesky's words, as metadata has it: "scan".
        returns_to_origin: whether the motors go back to where they were at the start of the run.
            The way back is not among the steps, because it is due after an early end too: the run takes it.
        detectors: ids of what is read, in the order of the columns.
    """

    name: ClassVar[str]
    plan_name: ClassVar[str]
    returns_to_origin: ClassVar[bool] = False
    detectors: tuple[str, ...]

    @property
    @abstractmethod
    def motors(self) -> tuple[str, ...]:
        """Ids of what is moved, in the order of the columns; empty when nothing is."""

    @property
    @abstractmethod
    def num_points(self) -> int:
        """Rows of the table when the plan is carried out to its end."""

    @abstractmethod
    def steps(self, origin: Mapping[str, float] = NOWHERE) -> Iterator[Step]:
        """The plan, act by act; made while it is carried out, so that a long plan takes no memory.

        It is a generator: each `Read` may be answered (`send`) with the row that it gave, numbers by column. Plans that
        look at what they measure need the answer.

        Args:
            origin: where each motor is when the run starts, in its units; only relative plans look at it.

        Raises:
            BadValue: a relative plan whose origin is missing or not finite; raised before the first step.
        """

    @abstractmethod
    def targets(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, tuple[float, float]]:
        """The lowest and the highest position each motor is sent to, the way back included.

        For the limits, before anything moves: no step goes beyond. Takes the same time for every length of plan.
        """

    @abstractmethod
    def rests(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, float]:
        """Where each motor is when the plan is done, the way back included."""

    @property
    def is_relative(self) -> bool:
        """Whether its positions depend on where the motors are at the start."""
        return self.returns_to_origin

    def column_of(self, detector: str) -> str:
        """The column of a detector; what is moved as well has its readback under its own name, and this beside it."""
        return f"{column_name(detector)}_reading" if detector in self.motors else column_name(detector)

    @property
    def is_open(self) -> bool:
        """Whether it decides while it measures how many points it takes; `num_points` is then the likely most."""
        return False

    @property
    def returning(self) -> tuple[str, ...]:
        """Motors that go back to where they were at the start, also when the run is ended early."""
        return self.motors if self.returns_to_origin else ()

    def __add__(self, other: "Plan") -> "Plan":
        """This plan and then the other one, as one."""
        if not isinstance(other, Plan):
            return NotImplemented
        return _joined((self, other))

    def __mul__(self, times: int) -> "Plan":
        """This plan so many times, one after the other."""
        if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= MOST_TIMES:
            raise BadValue(f"{times!r:.60} times a plan", hint=f"Give a whole number from 1 to {MOST_TIMES}")
        return _joined((self,) * times)

    __rmul__ = __mul__

    @abstractmethod
    def describe(self) -> str:
        """One line for people: kind, range, points, detectors."""

    @property
    @abstractmethod
    def waits_s(self) -> float:
        """Seconds that the plan itself waits, all together."""

    def estimate_s(self, point_s: float) -> float:
        """Seconds that a run takes when moving and reading take `point_s` a point, as measured on earlier points."""
        return self.waits_s + self.num_points * point_s

    def announcement(self) -> dict[str, Any]:
        """What a start document tells of it: columns of detectors and motors, points, dimensions from slow to fast."""
        motors = [column_name(motor) for motor in self.motors]
        return {
            "plan_type": "generator",
            "detectors": [self.column_of(detector) for detector in self.detectors],
            "motors": motors,
            "num_points": self.num_points,
            "num_intervals": max(0, self.num_points - 1),
            "hints": {"dimensions": [[[motor], "primary"] for motor in motors] or [[["time"], "primary"]]},
        }

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON values; `plans.from_json` reads it back."""
        return {"plan": self.name} | {argument.name: _plain(value) for argument, value in self._arguments()}

    def __repr__(self) -> str:
        """The code that makes this plan, without what is as by default."""
        shown = [
            code(value) if argument.default is MISSING else f"{argument.name}={code(value)}"
            for argument, value in self._arguments()
            if value != argument.default
        ]
        return f"plans.{self.name}({', '.join(shown)})"

    def _arguments(self) -> list[tuple[Field[Any], Any]]:
        """The fields of a kind of plan are the arguments of its function, in the same order."""
        return [(argument, getattr(self, argument.name)) for argument in fields(self)]

    def _sentence(self, path: str, num: int, pause: str) -> str:
        points = "1 point" if num == 1 else f"{num} points"
        return ", ".join(part for part in (self.name, path, points, pause, *self.detectors) if part)


def _plain(value: object) -> object:
    """Tuples are lists in JSON."""
    return list(value) if isinstance(value, tuple) else value


def _joined(parts: "tuple[Plan, ...]") -> "Plan":
    from rust_daq_jupyter.scans.sequence import joined  # a kind of plan, made of plans

    return joined(parts)


def code(value: object) -> str:
    """A list, a text or a number as one would type it: 10, not 10.0."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(_plain(value))
