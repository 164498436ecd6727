"""What the form of a scan asks for, read from the plans themselves, and what was filled in; it knows no widget."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from inspect import Parameter
from typing import Any, SupportsFloat, get_type_hints

from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import BadValue, DaqError, LimitError, NotSupported, UnknownDevice
from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.arguments import detector_ids, duration_s, number, point_count, visits
from rust_daq_jupyter.scans.bench import Bench
from rust_daq_jupyter.scans.named import HasId, device_id
from rust_daq_jupyter.scans.plan import Plan

ANGLES = ("deg", "°", "rad", "mrad")

ROLES: Mapping[Any, str] = {
    Iterable[str | HasId]: "detectors",
    str | HasId: "motor",
    str | HasId | None: "detector",
    SupportsFloat: "number",
    Iterable[SupportsFloat]: "positions",
    bool: "switch",
}
"""How an argument is filled in, by its type. A plan with one of another type, a function, say, is not for a form."""

NAMED_ROLES = {"start": "position", "stop": "position", "num": "whole"}
"""Where the type does not tell."""

UNITS = {"s": "s", "hz": "Hz"}
"""By the end of an argument's name."""

OF_DEVICE = dict.fromkeys(("start", "stop", "positions", "min_step", "max_step"), "motor") | {"target_delta": "signal"}
"""Arguments in the units of a device, and which field names it."""

SUGGESTED = {"num": 11, "duration_s": 60.0, "rate_hz": 10.0}
"""What a new form says where the plan says nothing."""

AXES = {"fast": "", "slow": "_2"}
"""The axes of a grid and what ends the names of their fields. The fast one is drawn across, the slow one up."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in: an argument of a plan.

    Attributes:
        name: of its value in a form, shared by all plans that ask for the same.
        argument: of the plan; axis: of a grid, else "".
        role: motor, detectors, detector (one of them, "" for the first), position or positions (on the motor's axis),
            number, whole or switch.
        label: the argument as a word; units: of a number; of: else the field whose device gives them.
        default: the plan's own, None where it has none; help: what its documentation says.
    """

    name: str
    argument: str
    axis: str
    role: str
    label: str
    units: str
    of: str
    default: Any
    help: str

    def as_json(self) -> dict[str, str]:
        """For the page."""
        return {key: value for key, value in asdict(self).items() if key not in ("argument", "axis", "default")}


@dataclass(frozen=True, slots=True)
class Kind:
    """A plan as something to fill in; a relative one counts its positions from where the motors are."""

    name: str
    label: str
    help: str
    is_relative: bool
    fields: tuple[Field, ...]

    def as_json(self) -> dict[str, Any]:
        """For the page."""
        return {**asdict(self), "fields": [field.as_json() for field in self.fields]}


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in: the kind of plan, its fields by name, and how the table shall be called."""

    kind: Kind
    values: Mapping[str, Any]
    name: str

    @classmethod
    def of(cls, sent: Any) -> "Form":
        """The form that a page sent; the fields of other kinds may be there, too.

        Raises:
            BadValue: no such kind, a field that is missing or unknown.
        """
        if not isinstance(sent, Mapping) or not sent.keys() <= {"kind", "name", *FIELDS}:
            raise BadValue("this is not the form of a scan", hint="Reload the page")
        wanted, name = sent.get("kind"), sent.get("name")
        kind = KINDS.get(wanted) if isinstance(wanted, str) else None
        if kind is None:
            raise BadValue(f"no scan of kind {wanted!r:.40}", hint=f"Known are {', '.join(KINDS)}")
        if not isinstance(name, str):
            raise BadValue(f"the name is {name!r:.40}", hint="Give a word")
        missing = [field.name for field in kind.fields if field.name not in sent]
        if missing:
            raise BadValue(f"the form lacks {', '.join(missing)}", hint="Reload the page")
        return cls(kind, {field.name: sent[field.name] for field in kind.fields}, name)

    def plan(self) -> Plan:
        """The plan it stands for; BadValue where a value cannot be meant."""
        slowest_first = [field for axis in reversed(AXES) for field in self.kind.fields if field.axis == axis]
        words = [self.values[field.name] for field in slowest_first]
        named = {field.argument: self.values[field.name] for field in self.kind.fields if not field.axis}
        make: Callable[..., Plan] = getattr(plans, self.kind.name)
        return make(named.pop("detectors"), *words, **named)

    def as_json(self) -> dict[str, Any]:
        """For the page."""
        return {**self.values, "kind": self.kind.name, "name": self.name}

    # What is wrong with it, and where.

    def wrong(self) -> dict[str, DaqError]:
        """What is wrong with fields that can be looked at one by one."""
        return _refused((field.name, partial(_check, field, self.values[field.name])) for field in self.kind.fields)

    def beyond(self, bench: Bench, origin: Mapping[str, float]) -> dict[str, DaqError]:
        """The fields whose positions must not be sent, counted from `origin` where they are relative."""
        return _refused(
            (field.name, partial(bench.movers[motor].check_position, origin.get(motor, 0.0) + position))
            for field in self.kind.fields
            if field.role in ("position", "positions")
            for motor in (self.values[field.of],)
            for position in _listed(self.values[field.name])
        )

    def blamed(self, error: DaqError) -> str | None:
        """The field that an error is about: that of its device, or the argument that it names first."""
        fields = self.kind.fields
        if isinstance(error, LimitError | NotSupported | UnknownDevice):
            by_role = "detectors" if error.operation == "read" else "motor"
            ranked = sorted(fields, key=lambda field: field.role != by_role)
            return next((field.name for field in ranked if _is_about(error, self.values[field.name])), None)
        words = re.findall(r"\w+", f"{error.message} {error.hint}") if isinstance(error, BadValue) else []
        return next((field.name for word in words for field in fields if field.argument == word), None)


def _refused(checks: Iterable[tuple[str, Callable[[], Any]]]) -> dict[str, DaqError]:
    """What each check raises, by its field; the first of a field counts."""
    found: dict[str, DaqError] = {}
    for name, check in checks:
        try:
            check()
        except BadValue as error:
            found.setdefault(name, error)
    return found


def _check(field: Field, value: Any) -> None:
    """As the plans check their arguments."""
    match field.role:
        case "detectors":
            detector_ids(value)
        case "motor":
            device_id(value, field.argument)
        case "positions":
            visits(("any",), "any", value)
        case "whole":
            point_count(value, field.argument)
        case "position" | "number":
            (duration_s if field.units == "s" else number)(value, field.argument)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _is_about(error: DaqError, value: Any) -> bool:
    """Whether a value is, or holds, the id of the error's device, or of an axis of it; of an unknown one it is said."""
    ids = [each for each in _listed(value) if isinstance(each, str)]
    if not error.device:
        return any(repr(each) in error.message for each in ids)
    return any(f"{each}.".startswith(f"{error.device}.") for each in ids)


# Reading the plans.


def _functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function that makes a plan, in the order of their module."""
    for name, make in vars(plans).items():
        if name in plans.__all__ and inspect.isfunction(make) and get_type_hints(make)["return"] is Plan:
            yield name, make


def _kinds() -> Iterator[Kind]:
    """Those that can be filled in."""
    for name, make in _functions():
        arguments = _arguments(make)
        if all(argument.annotation in ROLES for _, argument in arguments):
            yield _kind(name, make, arguments)


def _arguments(make: Callable[..., Any]) -> list[tuple[str, Parameter]]:
    """The arguments of a plan, each with the axis it belongs to; an axis of a grid has the words of a line."""
    found = []
    for argument in inspect.signature(make).parameters.values():
        if argument.kind is Parameter.VAR_POSITIONAL:
            _, *words = inspect.signature(plans.line).parameters.values()
            found += [(axis, word) for axis in AXES for word in words if word.kind is not Parameter.KEYWORD_ONLY]
        else:
            found.append(("", argument))
    return found


def _kind(name: str, make: Callable[..., Any], arguments: Iterable[tuple[str, Parameter]]) -> Kind:
    summary, _, _ = (inspect.getdoc(make) or "").partition("\n")
    plain = name.removeprefix("rel_")
    label = _word(plain) + ("" if plain == name else ", relative")
    fields = tuple(_field(name, axis, argument) for axis, argument in arguments)
    return Kind(name, label, summary, plain != name, fields)


def _field(plan: str, axis: str, argument: Parameter) -> Field:
    """Optional where others must be told, it is a field of its own, so that the plan's default is there."""
    name, added = argument.name, AXES.get(axis, "")
    default = None if argument.default is Parameter.empty else argument.default
    stem, _, end = name.rpartition("_")
    of = OF_DEVICE.get(name, "")
    return Field(
        name=f"{plan}_{name}" if name in SUGGESTED and default is not None else name + added,
        argument=name,
        axis=axis,
        role=NAMED_ROLES.get(name, ROLES[argument.annotation]),
        label=_word(f"{axis} {name}" if axis and name == "motor" else stem if end in UNITS else name),
        units=UNITS.get(end, ""),
        of=f"{of}{added}" if of else "",
        default=default,
        help=_HELP.get(name, ""),
    )


def _word(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _help() -> dict[str, str]:
    """What the plans' documentation says of their arguments, where it says more than "as in another"."""
    found: dict[str, str] = {}
    for _, make in _functions():
        _, _, told = (inspect.getdoc(make) or "").partition("Args:\n")
        for entry in re.split(r"\n {4}(?=\w)", told.partition("\n\n")[0].removeprefix("    ")):
            names, _, text = " ".join(entry.split()).partition(": ")
            if not text.startswith("as in"):
                found = dict.fromkeys(names.split(", "), text) | found
    return found


_HELP = _help()
KINDS = {kind.name: kind for kind in _kinds()}
FIELDS = {field.name: field for kind in KINDS.values() for field in kind.fields}


# A new form.


def first_form(motors: Sequence[Motor], detectors: Sequence[Any]) -> dict[str, Any]:
    """What a new form suggests: 0 to 10 of the first straight axes, and the device that does nothing but read."""
    ranked = sorted(motors, key=lambda each: (each.units in ANGLES, each.id))
    detector = min(detectors, key=lambda each: (len(each.capabilities), each.id), default=None)
    form = {name: _empty(field) for name, field in FIELDS.items()} | {"detectors": [detector.id] if detector else []}
    for motor, added in zip(ranked, AXES.values(), strict=False):
        start, stop = _suggested(motor)
        form |= {f"motor{added}": motor.id, f"start{added}": start, f"stop{added}": stop}
    if ranked:
        span = abs(form["stop"] - form["start"])
        form |= {"min_step": span / 1000, "max_step": span / 10}
    return {**form, "kind": "line" if ranked else "count", "name": ""}


def _empty(field: Field) -> Any:
    """What a field says before anybody has thought about it; None for a number that nobody can guess."""
    if field.default is None:
        return {"motor": "", "detector": "", "positions": []}.get(field.role, SUGGESTED.get(field.argument))
    return field.default


def _suggested(motor: Motor) -> tuple[float, float]:
    low, high = motor.limits or (0.0, 10.0)
    return min(max(0.0, low), high), min(max(10.0, low), high)
