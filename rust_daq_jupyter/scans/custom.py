"""Plans that a user writes: a generator of steps, which is given each row that it asks for."""

import asyncio
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, SupportsFloat, TypeVar

from rust_daq_jupyter.errors import BadValue, DaqError
from rust_daq_jupyter.scans.arguments import detector_ids, duration_s, number
from rust_daq_jupyter.scans.named import HasId, device_id
from rust_daq_jupyter.scans.plan import NOWHERE, Plan
from rust_daq_jupyter.scans.steps import Move, Read, Step, Wait

T = TypeVar("T")

STEPS = "Yield plans.move(motor, position), plans.wait(seconds) and plans.read()"


@dataclass(frozen=True, repr=False)
class Custom(Plan):
    """The steps of a function, called anew for every run.

    Its limits are checked move by move, because nobody knows beforehand where it goes.
    """

    name = "custom"
    plan_name = "custom"

    make: Callable[[], Iterable[Step]]
    moved: tuple[str, ...] = ()
    likely: int = 0

    @property
    def motors(self) -> tuple[str, ...]:
        """What it says that it moves."""
        return self.moved

    @property
    def num_points(self) -> int:
        """As many as it says, 0 when it does not."""
        return self.likely

    @property
    def is_open(self) -> bool:
        """Only its function knows."""
        return True

    @property
    def waits_s(self) -> float:
        """Only its function knows."""
        return 0.0

    def steps(self, origin: Mapping[str, float] = NOWHERE) -> Generator[Step, Mapping[str, float] | None]:
        """What the function yields; what is no step is refused when it comes."""
        made = _contained(self.make)
        if not isinstance(made, Generator):
            made = (step for step in made)
        return self._checked(made)

    def _checked(self, steps: Generator[Any, Any]) -> Generator[Step, Mapping[str, float] | None]:
        row: Mapping[str, float] | None = None
        try:
            while True:
                step = _contained(steps.send, row)
                self._check(step)
                row = yield step
        except StopIteration:
            return
        finally:
            _contained(steps.close)  # a run that ends early lets the function tidy up

    def _check(self, step: Any) -> None:
        if not isinstance(step, Step):
            raise BadValue(f"the plan yields {step!r:.60}, which is no step", hint=STEPS)
        unknown = [name for name in step.detectors if name not in self.detectors] if isinstance(step, Read) else []
        if unknown:
            what = f"plan {_name(self.make):.60} reads {unknown[0]!r:.60}, which is not among its detectors"
            raise BadValue(what, hint="Name it in plans.custom(steps, detectors)")

    def targets(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, tuple[float, float]]:
        """Unknown."""
        return {}

    def rests(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, float]:
        """Unknown: a relative plan cannot follow."""
        return dict.fromkeys(self.moved, float("nan"))

    def describe(self) -> str:
        """`spiral, mock_stage, mock_stage_y, 40 points, mock_power_meter`."""
        points = f"{self.likely} points" if self.likely else ""
        return ", ".join(part for part in (_name(self.make), *self.moved, points, *self.detectors) if part)

    def to_json(self) -> dict[str, Any]:
        """What can be said of it in JSON; its function is code, and `from_json` does not read it back."""
        told = {"plan": self.name, "function": _name(self.make), "detectors": list(self.detectors)}
        return told | {"motors": list(self.moved), "num_points": self.likely}

    def announcement(self) -> dict[str, Any]:
        """As of any plan, without the number of points when it is not said."""
        told = super().announcement()
        if not self.likely:
            del told["num_points"], told["num_intervals"]
        return told

    def __repr__(self) -> str:
        """The code that makes it, where its function is at hand by its name."""
        words = [_name(self.make), repr(list(self.detectors)), repr(list(self.moved))]
        return f"plans.custom({', '.join([*words, *([f'num_points={self.likely}'] if self.likely else [])])})"


def _contained(act: Callable[..., T], *words: Any) -> T:
    """What the user's code gives; what it raises to end a process or a task fails the run instead, nothing else."""
    try:
        return act(*words)
    except (SystemExit, KeyboardInterrupt, GeneratorExit, asyncio.CancelledError) as error:
        raise DaqError(f"the plan raised {error!r:.200}", hint="To end it early, let its function return") from error


def _name(function: Any) -> str:
    return str(getattr(function, "__name__", type(function).__name__))


def move(motor: str | HasId, position: SupportsFloat) -> Step:
    """A step of a plan of your own: brings a motor to a position; moves in a row happen at the same time."""
    name = device_id(motor, "motor")
    return Move(name, number(position, f"the position of {name}"))


def wait(seconds: SupportsFloat) -> Step:
    """A step of a plan of your own: lets time pass."""
    return Wait(duration_s(seconds, "seconds"))


def read(detectors: Iterable[str | HasId] | None = None) -> Step:
    """A step of a plan of your own: one point, of all its detectors or of those that are named."""
    return Read() if detectors is None else Read(detector_ids(detectors))
