"""A runtime directory of its own, for tests that press STOP or look at what processes tell each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_daq_jupyter.client.stop_channel import close_channels


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where marks and connections will be; it is not there yet."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    yield tmp_path / "runtime" / "rust-daq"
    close_channels()
