"""What the form of a scan says, as a plan, and what it says at first; it knows no widget and starts nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.plan import Plan

KINDS = ("line", "rel_line", "points", "grid", "rel_grid", "count")
ANGLES = ("deg", "°", "rad", "mrad")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of the form, as docs/panels.md has them; a field that its kind does not use may hold anything.

    In a grid the first motor is the fast one, drawn across; the second one is drawn up.
    """

    kind: str = "line"
    motor: str = ""
    detectors: tuple[str, ...] = ()
    start: Any = 0.0
    stop: Any = 10.0
    num: Any = 11
    motor_2: str = ""
    start_2: Any = 0.0
    stop_2: Any = 10.0
    num_2: Any = 11
    snake: Any = True
    positions: Any = ()
    dwell_s: Any = 0.1
    delay_s: Any = 0.0
    name: str = ""

    @classmethod
    def of(cls, fields_by_name: Any) -> "Form":
        """The form that a page sent.

        Raises:
            BadValue: a field is missing, unknown or of the wrong type.
        """
        names = [field.name for field in fields(cls)]
        if not isinstance(fields_by_name, Mapping) or sorted(fields_by_name) != sorted(names):
            raise BadValue("the form is not complete", hint="Reload the page")
        form = cls(**{**fields_by_name, "detectors": _ids(fields_by_name["detectors"])})
        if form.kind not in KINDS:
            raise BadValue(f"no scan of kind {form.kind!r:.40}", hint=f"Known are {', '.join(KINDS)}")
        if not isinstance(form.name, str):
            raise BadValue(f"the name is {form.name!r:.40}", hint="Give a word")
        return form

    def plan(self) -> Plan:
        """The plan it stands for; BadValue where a value cannot be meant."""
        if self.kind == "count":
            return plans.count(self.detectors, self.num, delay_s=self.delay_s)
        if self.kind == "points":
            return plans.points(self.detectors, self.motor, self.positions, dwell_s=self.dwell_s)
        across = (self.motor, self.start, self.stop, self.num)
        if self.kind in ("grid", "rel_grid"):
            up = (self.motor_2, self.start_2, self.stop_2, self.num_2)
            make_grid = plans.grid if self.kind == "grid" else plans.rel_grid
            return make_grid(self.detectors, *up, *across, snake=self.snake is True, dwell_s=self.dwell_s)
        make = plans.line if self.kind == "line" else plans.rel_line
        return make(self.detectors, *across, dwell_s=self.dwell_s)

    def as_json(self) -> dict[str, Any]:
        """For the page."""
        return {**asdict(self), "detectors": list(self.detectors), "positions": list(self.positions)}


def first_form(motors: Sequence[Motor], detectors: Sequence[Any]) -> Form:
    """What a new form suggests: 0 to 10 of the first straight axes, and the device that does nothing but read."""
    ranked = sorted(motors, key=lambda each: (each.units in ANGLES, each.id))
    detector = min(detectors, key=lambda each: (len(each.capabilities), each.id), default=None)
    read = (detector.id,) if detector else ()
    if not ranked:
        return Form(kind="count", detectors=read)
    (start, stop), second = _suggested(ranked[0]), ranked[1:2]
    form = Form(motor=ranked[0].id, detectors=read, start=start, stop=stop)
    for motor in second:
        start_2, stop_2 = _suggested(motor)
        form = replace(form, motor_2=motor.id, start_2=start_2, stop_2=stop_2)
    return form


def _suggested(motor: Motor) -> tuple[float, float]:
    low, high = motor.limits or (0.0, 10.0)
    return min(max(0.0, low), high), min(max(10.0, low), high)


def _ids(detectors: Any) -> tuple[str, ...]:
    if not isinstance(detectors, list | tuple) or not all(isinstance(each, str) for each in detectors):
        raise BadValue("the detectors are not a list of ids", hint="Reload the page")
    return tuple(detectors)
