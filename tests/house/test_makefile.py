"""`make clean`: what was built goes, what was written stays."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILT = ["rust_daq_jupyter/panels/static/motor.js", "rust_daq_jupyter/server/static/labextension/package.json"]
WRITTEN = ["rust_daq_jupyter/panels/motor.py", "rust_daq_jupyter/server/desk.py", "js/topbar/bar.ts"]


def test_clean_takes_both_folders_of_bundles_and_no_source(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in BUILT + WRITTEN:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)
    assert [name for name in BUILT if (tmp_path / name).exists()] == []
    assert [name for name in WRITTEN if not (tmp_path / name).exists()] == []
