"""Where the daemon keeps recordings: the folder, and what files in it may be called; it knows no rpc."""

import os
import re
import shutil
import tempfile
import time
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path


class InvalidPath(Exception):
    """Where a recording must not or cannot be written; its words reach the caller."""


class DataFolder:
    """The directory that is configured, `./data` at first.

    The daemon's own folder, from which a relative directory is meant, is one for temporary files here: made when it is
    first needed, taken away at the end. Nothing is left in the folder in which a simulator was started.
    """

    def __init__(self) -> None:
        self.directory = "./data"

    @cached_property
    def home(self) -> Path:
        """The daemon's own folder; it has made `data` in it."""
        home = Path(tempfile.mkdtemp(prefix="rust-daq-sim-"))
        (home / "data").mkdir()
        return home

    @property
    def place(self) -> Path:
        """The directory."""
        return self.home / self.directory

    def configure(self, directory: str) -> str:
        """Change it, and make it if need be; its whole path. An empty one is accepted, and is none. Raises OSError."""
        if directory and not (self.home / directory).exists():
            (self.home / directory).mkdir(parents=True)
        self.directory = directory
        return str(self.place.resolve()) if directory else ""

    def path_of(self, name: str) -> Path:
        """The file of that name; InvalidPath unless it is really in here."""
        if not self.directory or not self.place.exists():
            reason = "No such file or directory (os error 2)"
            raise InvalidPath(f"Cannot canonicalize base directory '{self.directory}': {reason}")
        target, shown = self.place / name, os.path.join(self.directory, name)
        if not target.parent.exists():
            raise InvalidPath(f"Parent directory does not exist: {os.path.dirname(shown)}")
        target = target.parent.resolve() / target.name
        if not target.is_relative_to(self.place.resolve()):
            raise InvalidPath(f"Path '{shown}' escapes base directory '{self.directory}'")
        return target

    def close(self) -> None:
        """Take the daemon's own folder away, if it was ever made."""
        if "home" in self.__dict__:
            shutil.rmtree(self.home, ignore_errors=True)


def words_of(error: OSError) -> str:
    """A failure of the system in the daemon's words."""
    return f"{error.strerror} (os error {error.errno})"


def file_name(pattern: str, name: str) -> str:
    """The pattern with its tokens filled in: {name}, {timestamp}, {date} and {datetime}."""
    now = datetime.now(UTC)
    tokens = {
        "{name}": safe_name(name),
        "{timestamp}": str(int(time.time())),
        "{date}": f"{now:%Y-%m-%d}",
        "{datetime}": f"{now:%Y%m%d_%H%M%S}",
    }
    for token, text in tokens.items():
        pattern = pattern.replace(token, text)
    return pattern


def safe_name(name: str) -> str:
    """A name reduced to letters and digits of any script, `_`, `-` and single inner dots; else `unnamed`."""
    kept = "".join(letter if letter.isalnum() or letter in "_-." else "_" for letter in name)
    for dots in ("..", "._", "_."):
        kept = kept.replace(dots, "_")
    return re.sub("_+", "_", kept).strip("_.") or "unnamed"
