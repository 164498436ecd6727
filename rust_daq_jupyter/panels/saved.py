"""Files that a panel leaves beside the notebook; it knows no panel."""

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rust_daq_jupyter.errors import BadValue, DaqError
from rust_daq_jupyter.records.export import CSV_TIME
from rust_daq_jupyter.records.written import written

if TYPE_CHECKING:
    from pandas import DataFrame

LONGEST_NAME = 80


def save_table(table: "DataFrame", name: str) -> dict[str, Any]:
    """Writes a table as `<name>_<time>.csv` into the working folder; its name and the number of points.

    The file is there complete or not at all. Its times are ISO 8601, UTC.

    Raises:
        BadValue: there is nothing to save.
        DaqError: the folder cannot be written to.
    """
    if table.empty:
        raise BadValue("there are no points to save yet")
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:LONGEST_NAME].lstrip(".-") or "readings"
    try:
        path = free(Path.cwd() / f"{plain}_{time.strftime('%Y%m%dT%H%M%S')}.csv")
        with written(path) as part:
            table.to_csv(part, index=False, date_format=CSV_TIME)
    except OSError as error:
        raise DaqError(f"the table cannot be written here: {error.strerror}", hint="Check the folder") from error
    return {"file": path.name, "points": int(table.drop(columns="time").count().sum())}


def free(path: Path) -> Path:
    """This path, with a number where there is such a file already."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_stem(f"{path.stem}_{number}"), number + 1
    return free
