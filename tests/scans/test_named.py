"""scans/named.py: a device of one daemon is never taken for that of another with its id."""

import pytest

from rust_daq_jupyter import connect as connect_blocking
from rust_daq_jupyter import plans
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans.named import device_id

pytestmark = pytest.mark.integration
METER, STAGE = "mock_power_meter", "mock_stage"


async def test_what_belongs_to_another_daemon_is_refused_before_anything_moves(simulator):
    with simulator("--realistic") as one, simulator("--realistic") as two:
        async with await connect(one.address) as ours, await connect(two.address) as theirs:
            for detectors, motor in (([ours[METER]], theirs[STAGE]), ([theirs[METER]], ours[STAGE])):
                with pytest.raises(BadValue, match=r"it is of the daemon at .* Take lab"):
                    ours.scan(detectors, motor, 0, 1, 2)
            axis = theirs["mock_laser"].axis("wavelength_nm")
            for refused in (
                lambda: ours.scan([METER], axis, 700, 710, 2),
                lambda: ours.count([theirs[METER]]),
                lambda: ours.run(2 * plans.grid([METER], theirs[STAGE], 0, 1, 2, "mock_stage_y", 0, 1, 2)),
                lambda: ours.plot([theirs[METER]]),
            ):
                with pytest.raises(BadValue, match=f"not of {one.address}"):
                    refused()
        assert not one.log("MoveAbsolute", "ReadValue")
        assert not two.log("MoveAbsolute", "ReadValue")


def test_blocking_handles_know_their_daemon_too(simulator):
    with simulator("--realistic") as one, simulator("--realistic") as two:
        with connect_blocking(one.address) as ours, connect_blocking(two.address) as theirs:
            axis = theirs["mock_laser"].axis("wavelength_nm")
            for motor in (theirs[STAGE], axis):
                with pytest.raises(BadValue, match=f"{motor.id}: it is of the daemon at"):
                    ours.scan([METER], motor, 0, 1, 2)
        assert not one.log("MoveAbsolute")


async def test_another_connection_to_the_same_daemon_is_the_same_place(simulator):
    with simulator("--realistic", "--speed", "5") as daemon:
        async with await connect(daemon.address) as ours, await connect(daemon.address) as theirs:
            assert len(await ours.scan([theirs[METER]], theirs[STAGE], 0, 1, 2)) == 2


def test_an_id_is_plain_text_wherever_text_is_meant():
    named = device_id("mock_stage", "motor")
    assert (named, f"{named!r}", {named: 1}) == ("mock_stage", "'mock_stage'", {"mock_stage": 1})
    assert device_id(named, "motor").address is None
