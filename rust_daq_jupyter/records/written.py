"""Files that are there complete or not at all; it knows nothing of what stands in them."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def written(path: Path) -> Iterator[Path]:
    """Where to write what takes the place of `path` when the block ends well; when it does not, nothing is left.

    Raises:
        OSError: the file cannot take its place.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
