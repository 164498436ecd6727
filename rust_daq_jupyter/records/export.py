"""A run as a file for other programs: NeXus in HDF5, CSV, Parquet; it knows neither devices nor plans.

The HDF5 file follows NXentry and NXdata of the NeXus standard. `/entry/data` has the points against the motor, and the
pictures by camera, compressed, one chunk a picture; a complete grid stands in `/entry/map`, too, with an axis a motor.
What a viewer draws first is the map where there is one, else the points.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from rust_daq_jupyter.errors import BadValue, DaqError, NotSupported, Refused
from rust_daq_jupyter.records.account import Account
from rust_daq_jupyter.records.written import written

CSV_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"  # ISO 8601, in UTC and saying so


def export(run: Account, path: Path, overwrite: bool = False) -> Path:
    """Writes it by the ending of the path; the file has its name only when it is complete.

    Raises:
        BadValue: another ending. NotSupported: a package is missing. DaqError: the file cannot be written.
        Refused: there is such a file, and `overwrite` was not asked for.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise BadValue(f"{path.name!r:.60} is no file to export to", hint=f"End it with {', '.join(_WRITERS)}")
    if path.exists() and not overwrite:
        raise Refused(f"{path} is there already", operation="export", hint="Give another name, or overwrite=True")
    try:
        with written(path) as part:
            write(run, part)
    except OSError as error:
        raise DaqError(f"{path} cannot be written: {error}", operation="export", hint="Give another place") from error
    return path


def _write_csv(run: Account, path: Path) -> None:
    """Lines that begin with `#` tell of the run, one line names the columns, and times are ISO 8601 in UTC."""
    attrs = run.attrs
    told = {key: attrs[key] for key in ("uid", "name", "plan", "status", "reason", "units", "metadata")}
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {key}: {json.dumps(value)}\n" for key, value in told.items())
        run.df.to_csv(file, date_format=CSV_TIME)


def _write_parquet(run: Account, path: Path) -> None:
    """The DataFrame, `attrs` included: `pandas.read_parquet` gives it back."""
    _need("pyarrow")
    run.df.to_parquet(path, engine="pyarrow")


def _write_hdf5(run: Account, path: Path) -> None:
    h5py = _need("h5py")
    attrs = run.attrs
    with h5py.File(path, "w") as file:
        file.attrs["default"] = "entry"
        entry = _group(file, "entry", "NXentry", default="data")
        entry["title"] = attrs["name"]
        entry["entry_identifier_uuid"] = attrs["uid"]
        entry["definition_local"] = attrs["plan"]
        entry["start_time"] = _moment(run.entry.begun_s)
        if run.entry.ended_s is not None:
            entry["end_time"] = _moment(run.entry.ended_s)
        _group(entry, "user", "NXuser")["name"] = str(attrs["metadata"].get("user", ""))
        _note(entry, "run", {key: attrs[key] for key in ("plan_name", "status", "reason", "metadata")})
        _note(entry, "surroundings", run.surroundings)
        _write_data(run, _group(entry, "data", "NXdata"))
        if cells := _cells(run):
            _write_map(run, entry, *cells)
            entry.attrs["default"] = "map"


def _write_data(run: Account, data: Any) -> None:
    columns, units = run.table.since(0), run.table.units
    times = columns.pop("time")
    data["time"] = times.astype("int64") / 1e9
    data["time"].attrs["units"] = "s"
    data["time"].attrs["long_name"] = "seconds since 1970, UTC"
    data["seq_num"] = np.arange(1, len(times) + 1)
    for name, values in columns.items():
        data[name] = values
        data[name].attrs["units"] = units[name]
    for camera, stack in run.images.items():
        _write_pictures(data, camera, stack)
    signals = _signals(run)
    data.attrs["axes"] = _positions(run)
    for name in _positions(run):
        data.attrs[f"{name}_indices"] = 0
    if signals:
        data.attrs["signal"] = signals[0]
        data.attrs["auxiliary_signals"] = signals[1:]


def _positions(run: Account) -> list[str]:
    """What the points are drawn against: of a grid all its axes, which a viewer then scatters."""
    if len(run.shape) < 2:
        return [run.x]
    measured_or_set = run.x.removeprefix(run.motors[-1])
    return [motor + measured_or_set for motor in run.motors]


def _signals(run: Account) -> list[str]:
    return [name for name in run.detectors if name in run.table.units]


def _cells(run: Account) -> tuple[list[Any], tuple[Any, ...]] | None:
    """Of a grid that is complete the values of each axis, and each point's cell; None of anything else."""
    names = [f"{motor}_setpoint" for motor in run.motors]
    if len(run.shape) < 2 or not _signals(run) or not run.table.units.keys() >= set(names):
        return None
    found = [np.unique(run.table.column(name), return_inverse=True) for name in names]
    shape = tuple(len(values) for values, _ in found)
    cells = tuple(index for _, index in found)
    is_complete = shape == run.shape and len(np.unique(np.ravel_multi_index(cells, shape))) == np.prod(shape)
    return ([values for values, _ in found], cells) if is_complete else None


def _write_map(run: Account, entry: Any, axes: list[Any], cells: tuple[Any, ...]) -> None:
    """Each signal by the setpoints of the axes, the slowest first, in whatever order the points were taken."""
    map_, units = _group(entry, "map", "NXdata"), run.table.units
    for motor, values in zip(run.motors, axes, strict=True):
        map_[motor] = values
        map_[motor].attrs["units"] = units[motor]
    signals = _signals(run)
    for name in signals:
        signal = np.full([len(values) for values in axes], np.nan)
        signal[cells] = run.table.column(name)
        map_[name] = signal
        map_[name].attrs["units"] = units[name]
    map_.attrs["axes"] = list(run.motors)
    map_.attrs["signal"] = signals[0]
    map_.attrs["auxiliary_signals"] = signals[1:]


def _write_pictures(data: Any, camera: str, stack: Any) -> None:
    name = f"{camera}_images"
    shape = stack.shape
    images = data.create_dataset(name, shape, stack.dtype, chunks=(1, *shape[1:]), compression="gzip", shuffle=True)
    for index, picture in enumerate(stack):
        images[index] = picture
    data[f"{name}_seq_num"] = np.array(stack.seq_nums)


def _group(parent: Any, name: str, kind: str, **attrs: str) -> Any:
    group = parent.create_group(name)
    group.attrs["NX_class"] = kind
    for key, value in attrs.items():
        group.attrs[key] = value
    return group


def _note(entry: Any, name: str, told: dict[str, Any]) -> None:
    note = _group(entry, name, "NXnote")
    note["type"] = "application/json"
    note["data"] = json.dumps(told)


def _moment(time_s: float) -> str:
    return datetime.fromtimestamp(time_s, UTC).isoformat()


def _need(package: str) -> Any:
    try:
        return import_module(package)
    except ImportError:
        hint = "pip install 'rust-daq-jupyter[export]'"
        raise NotSupported(f"{package} is not installed", operation="export", hint=hint) from None


_WRITERS: dict[str, Callable[[Account, Path], None]] = {
    ".h5": _write_hdf5,
    ".nxs": _write_hdf5,
    ".hdf5": _write_hdf5,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
