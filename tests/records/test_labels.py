"""records/labels.py: tags and notes of a run, given while it goes on or found again later."""

import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import BadValue


@pytest.mark.integration
async def test_a_run_is_tagged_and_described_by_its_own_handle(simulator, monkeypatch, tmp_path):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path))
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.count([lab["mock_power_meter"]], 3)
            run.tag("good", "A7")
            run.notes = "the best one"
            await run
            run.untag("A7")
            with pytest.raises(BadValue, match="Tags are words"):
                run.tag("")
            (found,) = lab.runs.search(tag="good", text="best")
            assert (found.uid, found.tags, found.notes) == (run.uid, ("good",), "the best one")
            assert (run.tags, run.notes) == (found.tags, found.notes)
