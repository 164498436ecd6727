"""A run as event-model documents, made from what is kept of it; pure, it knows neither Bluesky nor the daemon.

Source of the forms: the JSON schemas of event-model 1.24. Uids are made from the run's, so that the same run gives the
same documents every time: who gets them twice can tell.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from rust_daq_jupyter.records.entry import Entry
from rust_daq_jupyter.records.pictures import NAME, Stack
from rust_daq_jupyter.records.table import Table

Document = dict[str, Any]
STREAM = "primary"
# What event-model itself gives a meaning; a user's word of that name stands there only in the form that it asks for.
_TEXTS = ("owner", "project", "group", "data_session")
_TAKEN = ("uid", "time", "scan_id", "hints", "data_groups", "data_type", "projections", "metadata")
NPY = "multipart/related;type=application/x-npy"


def documents(
    entry: Entry, table: Table, surroundings: Mapping[str, Any], pictures: Mapping[str, Stack]
) -> Iterator[tuple[str, Document]]:
    """start, descriptor, events and, when it has ended, stop; `stream_resource` and `stream_datum` tell of pictures."""
    length = len(table)
    stacks = {camera: pictures[camera] for camera in pictures}
    yield "start", start(entry)
    yield "descriptor", descriptor(entry, surroundings, stacks)
    for camera, stack in stacks.items():
        yield "stream_resource", _resource(entry, camera, stack)
    yield from (("event", event) for event in _events(entry, table, length))
    for camera, stack in stacks.items():
        yield from (("stream_datum", _datum(entry, camera, number)) for number in stack.seq_nums)
    if entry.status != "running":
        yield "stop", stop(entry, length)


def start(entry: Entry) -> Document:
    """The start document: the user's metadata beside what the plan tells of itself."""
    told = {key: value for key, value in entry.metadata.items() if _may_stand(key, value)}
    rest = {key: value for key, value in entry.metadata.items() if key not in told}
    ours = {
        "uid": entry.uid,
        "time": entry.begun_s,
        "scan_id": entry.number,
        "run_name": entry.name,
        "plan_name": entry.plan_name,
        "plan_code": entry.code,
        "plan_args": entry.plan,
        "versions": {"rust_daq_jupyter": version("rust-daq-jupyter")},
    }
    document: Document = _legible({**told, **({"metadata": rest} if rest else {}), **entry.start, **ours})
    return document


def _may_stand(key: str, value: Any) -> bool:
    if key in _TEXTS:
        return isinstance(value, str)
    return key not in _TAKEN and (key != "sample" or isinstance(value, str | dict))


def _legible(value: Any) -> Any:
    """JSON whose keys have neither `.` nor `/` and are not empty, which event-model forbids."""
    if isinstance(value, Mapping):
        return {re.sub("[./]", "_", str(key)) or "_": _legible(item) for key, item in value.items()}
    return [_legible(item) for item in value] if isinstance(value, list | tuple) else value


def descriptor(entry: Entry, surroundings: Mapping[str, Any], stacks: Mapping[str, Any]) -> Document:
    """What the events hold, and how the devices were set when the run began."""
    keys = {name: _data_key(name, units) for name, units in entry.columns.items()}
    owners = {name: _owner(name, entry) for name in keys}
    images = {_image(camera): _image_key(camera, stack) for camera, stack in stacks.items()}
    owners |= {_image(camera): camera for camera in stacks}
    objects = {owner: [name for name in owners if owners[name] == owner] for owner in dict.fromkeys(owners.values())}
    return {
        "uid": _uid(entry, "descriptor"),
        "run_start": entry.uid,
        "time": entry.begun_s,
        "name": STREAM,
        "data_keys": keys | images,
        "object_keys": objects,
        "hints": {owner: {"fields": [owner]} for owner in objects if owner in keys},
        "configuration": {owner: _configuration(owner, surroundings, entry.begun_s) for owner in objects},
    }


def _data_key(name: str, units: str) -> Document:
    return {"source": f"rust-daq:{name}", "dtype": "number", "shape": [], "units": units, "dtype_numpy": "<f8"}


def _image_key(camera: str, stack: Any) -> Document:
    source = {"source": f"rust-daq:{camera}", "dtype": "array", "external": "STREAM:"}
    return source | {"shape": [1, *stack.shape[1:]], "dtype_numpy": stack.dtype.str}


def _owner(name: str, entry: Entry) -> str:
    """The column that gives its name to what measured this one."""
    bare = name.removesuffix("_setpoint")
    return bare if name != bare and bare in entry.start.get("motors", ()) else name


def _configuration(owner: str, surroundings: Mapping[str, Any], time_s: float) -> Document:
    """The parameters of a device, of the kinds that a document can hold."""
    devices = surroundings.get("devices", {})
    parameters = _legible(devices.get(owner, {}).get("parameters", {}))
    kept = {name: value for name, value in parameters.items() if isinstance(value, bool | int | float | str)}
    return {
        "data": kept,
        "timestamps": dict.fromkeys(kept, time_s),
        "data_keys": {
            name: {"source": f"rust-daq:{owner}", "dtype": _dtype(v), "shape": []} for name, v in kept.items()
        },
    }


def _dtype(value: Any) -> str:
    kinds: dict[type, str] = {bool: "boolean", int: "integer", float: "number"}
    return kinds.get(type(value), "string")


def _events(entry: Entry, table: Table, length: int) -> Iterator[Document]:
    columns, parent = table.since(0), _uid(entry, "descriptor")
    times_s = columns.pop("time")[:length].astype("int64") / 1e9
    for index, time_s in enumerate(times_s.tolist()):
        data = {name: float(values[index]) for name, values in columns.items()}
        yield {
            "uid": _uid(entry, f"event {index + 1}"),
            "descriptor": parent,
            "seq_num": index + 1,
            "time": time_s,
            "data": data,
            "timestamps": dict.fromkeys(data, time_s),
            "filled": {},
        }


def _image(camera: str) -> str:
    return f"{camera}_image"


def _resource(entry: Entry, camera: str, stack: Any) -> Document:
    parameters = {"template": NAME, "chunk_shape": [1, *stack.shape[1:]], "join_method": "concat"}
    return {
        "uid": _uid(entry, f"resource {camera}"),
        "run_start": entry.uid,
        "data_key": _image(camera),
        "mimetype": NPY,
        "uri": f"file://localhost{stack.folder.resolve().as_posix()}/",
        "parameters": parameters,
    }


def _datum(entry: Entry, camera: str, seq_num: int) -> Document:
    parent = _uid(entry, f"resource {camera}")
    span = {"start": seq_num, "stop": seq_num + 1}
    return {
        "uid": f"{parent}/{seq_num}",
        "stream_resource": parent,
        "descriptor": _uid(entry, "descriptor"),
        "indices": span,
        "seq_nums": span,
    }


def stop(entry: Entry, length: int) -> Document:
    """The stop document, in Bluesky's words."""
    return {
        "uid": _uid(entry, "stop"),
        "run_start": entry.uid,
        "time": entry.ended_s or entry.begun_s,
        "exit_status": entry.status,
        "reason": entry.reason,
        "num_events": {STREAM: length},
    }


def _uid(entry: Entry, what: str) -> str:
    return str(uuid.uuid5(uuid.UUID(entry.uid), what))
