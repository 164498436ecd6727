"""Pictures beside the table: one `.npy` file a picture, named by its `seq_num`; it knows no camera.

A file is complete when it has its name, and a point is committed after its pictures: whatever stands in the table has
its pictures, and a picture without a point is one that nobody was shown.
"""

from collections.abc import Collection, Iterator, Mapping, Reversible
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.errors import DaqError, NotInRun
from rust_daq_jupyter.records.written import written

NAME = "{:06d}.npy"


class Pictures(Mapping[str, "Stack"]):
    """The pictures of one run by camera: `run.images["mock_camera"]`, read from disk when they are asked for.

    Args:
        folder: of the run; need not exist.
        length: how many points the run has by now; pictures beyond belong to no point.
    """

    def __init__(self, folder: Path, length: int) -> None:
        self.folder = folder
        self._length = length

    def __getitem__(self, camera: str) -> "Stack":
        """The stack of one camera; raises NotInRun when it took none."""
        if camera not in list(self):
            hint = f"There are pictures of {', '.join(self) or 'no camera'}"
            raise NotInRun(f"no pictures of {camera!r:.60}", hint=hint)
        return Stack(self.folder / camera, self._length)

    def __iter__(self) -> Iterator[str]:
        """The cameras, sorted."""
        return iter(sorted(path.name for path in self.folder.glob("*") if path.is_dir()))

    def __len__(self) -> int:
        """How many cameras there are."""
        return len(list(iter(self)))

    def __contains__(self, camera: object) -> bool:
        """Whether that camera took any."""
        return camera in list(self)

    def __repr__(self) -> str:
        """Cameras and shapes."""
        return f"<Pictures {', '.join(f'{name} {stack.shape}' for name, stack in self.items()) or 'none'}>"


class Stack(Collection[NDArray[Any]], Reversible[NDArray[Any]]):
    """The pictures of one camera in one run. `stack[seq_num]` is one, `np.asarray(stack)` all, (number, height, width).

    No Sequence: its numbers are those of the points, which begin at 1 and may have gaps.

    Attributes:
        seq_nums: the points that have a picture, from 1.
    """

    def __init__(self, folder: Path, length: int) -> None:
        self.folder = folder
        found = (int(path.stem) for path in folder.glob("*.npy") if path.stem.isdecimal())
        self.seq_nums = tuple(sorted(number for number in found if number <= length))

    @overload
    def __getitem__(self, key: int) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, key: slice) -> list[NDArray[Any]]: ...
    def __getitem__(self, key: int | slice) -> NDArray[Any] | list[NDArray[Any]]:
        """The picture of a point, by its `seq_num` from 1; a slice of `seq_nums` gives several.

        Raises:
            NotInRun: the point has no picture.
        """
        if isinstance(key, slice):
            wanted = range(*key.indices(max(self.seq_nums, default=0) + 1))
            return [self[number] for number in wanted if number in self.seq_nums]
        if key not in self.seq_nums:
            ends = f"Those that have are {self.seq_nums[0]} to {self.seq_nums[-1]}" if self.seq_nums else "None has"
            raise NotInRun(f"point {key!r:.60} has no picture", hint=ends)
        picture: NDArray[Any] = np.load(self.folder / NAME.format(int(key)), allow_pickle=False)
        return picture

    def __iter__(self) -> Iterator[NDArray[Any]]:
        """One after the other, in the order of the points."""
        return (self[number] for number in self.seq_nums)

    def __reversed__(self) -> Iterator[NDArray[Any]]:
        """From the last point to the first."""
        return (self[number] for number in reversed(self.seq_nums))

    def __contains__(self, picture: Any) -> bool:
        """Whether one of them looks like this; for the number of a point ask `seq_nums`."""
        return any(np.array_equal(each, picture) for each in self)

    def __eq__(self, other: object) -> Any:
        """Whether the other is of the same pictures."""
        if not isinstance(other, Stack):
            return NotImplemented
        return (self.folder, self.seq_nums) == (other.folder, other.seq_nums)

    def __hash__(self) -> int:
        return hash((self.folder, self.seq_nums))

    def __len__(self) -> int:
        """How many there are."""
        return len(self.seq_nums)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number, height, width."""
        return (len(self), *self._first().shape) if self.seq_nums else (0, 0, 0)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of a pixel."""
        return self._first().dtype if self.seq_nums else np.dtype(np.uint16)

    def _first(self) -> NDArray[Any]:
        first: NDArray[Any] = np.load(self.folder / NAME.format(self.seq_nums[0]), mmap_mode="r", allow_pickle=False)
        return first

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """All of them, for numpy: read from disk now."""
        stacked = np.stack(list(self)) if self.seq_nums else np.empty(self.shape, self.dtype)
        return stacked if dtype is None else stacked.astype(dtype)

    def __repr__(self) -> str:
        """Shape and type."""
        return f"<Stack {self.folder.name} {self.shape} {self.dtype}>"


def save_picture(folder: Path, seq_num: int, picture: NDArray[Any]) -> None:
    """Writes one picture of one camera; it has its name only when it is complete.

    Raises:
        DaqError: the folder cannot be made, or the disk is full.
    """
    path = folder / NAME.format(seq_num)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with written(path) as part, part.open("wb") as file:
            np.save(file, picture, allow_pickle=False)
    except OSError as error:
        hint = "Make room, or set RUST_DAQ_HOME to a folder that can be written"
        raise DaqError(f"a picture cannot be kept in {path}: {error}", operation="keep", hint=hint) from error


def folder_of(home: Path, uid: str) -> Path:
    """Where the pictures of a run are."""
    return home / "images" / uid
