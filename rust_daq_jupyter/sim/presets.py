"""Presets in a folder, each with its hash, a manifest of all, and the last three versions of each; it knows no rpc."""

import hashlib
import json
import shutil
import tempfile
from functools import cached_property
from pathlib import Path

from google.protobuf.json_format import MessageToDict, ParseDict

from rust_daq_jupyter.wire._generated import daq_pb2 as pb

BACKUPS = 3
MANIFEST = "manifest.json"


class Damaged(Exception):
    """A preset's file is not what was written."""


class PresetFolder:
    """A folder of this simulator's own, made when it is first needed and taken away at the end."""

    @cached_property
    def _home(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="rust-daq-sim-presets-"))

    def get(self, preset_id: str) -> pb.Preset | None:
        """The preset, None when there is none; Damaged when its hash says so."""
        path = self._path(preset_id)
        if path is None or not path.exists():
            return None
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != path.with_suffix(".sha256").read_text():
            raise Damaged(f"Preset '{preset_id}' failed its integrity check")
        return ParseDict(json.loads(data), pb.Preset())

    def put(self, preset: pb.Preset) -> None:
        """Write it; what was there becomes a backup."""
        path = self._home / f"{preset.meta.preset_id}.json"
        self._back_up(path)
        data = json.dumps(MessageToDict(preset, preserving_proto_field_name=True)).encode()
        path.write_bytes(data)
        path.with_suffix(".sha256").write_text(hashlib.sha256(data).hexdigest())
        self._list()

    def delete(self, preset_id: str) -> bool:
        """Whether there was one."""
        path = self._path(preset_id)
        if path is None or not path.exists():
            return False
        path.unlink()
        path.with_suffix(".sha256").unlink(missing_ok=True)
        self._list()
        return True

    def metas(self) -> list[pb.PresetMetadata]:
        """What each says of itself, newest first; a damaged one is left out."""
        found = []
        for path in self._files():
            try:
                preset = self.get(path.stem)
            except Damaged:
                continue
            if preset:
                found.append(preset.meta)
        return sorted(found, key=lambda meta: meta.updated_at_ns, reverse=True)

    def close(self) -> None:
        """Take the folder away."""
        if "_home" in self.__dict__:
            shutil.rmtree(self._home, ignore_errors=True)

    def _path(self, preset_id: str) -> Path | None:
        """None for a name that would leave the folder."""
        return self._home / f"{preset_id}.json" if preset_id and Path(preset_id).name == preset_id else None

    def _files(self) -> list[Path]:
        return [path for path in self._home.glob("*.json") if path.name != MANIFEST]

    def _back_up(self, path: Path) -> None:
        if not path.exists():
            return
        for number in range(BACKUPS, 1, -1):
            older, newer = path.with_suffix(f".bak{number}"), path.with_suffix(f".bak{number - 1}")
            if newer.exists():
                newer.replace(older)
        shutil.copy(path, path.with_suffix(".bak1"))

    def _list(self) -> None:
        (self._home / MANIFEST).write_text(json.dumps({"presets": sorted(path.stem for path in self._files())}))
