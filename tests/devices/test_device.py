"""devices/device.py: parameters, states and the refusal of what a device lacks."""

import math
from decimal import Decimal

import numpy as np
import pytest

from rust_daq_jupyter import Motor
from rust_daq_jupyter import connect as blocking_connect
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import BadValue, NotSupported, Refused

pytestmark = pytest.mark.integration


async def test_parameters_are_described_read_and_written(faithful):
    async with await connect(faithful) as lab:
        camera = lab["mock_camera"]
        assert [item.name for item in await camera.describe()] == ["armed", "exposure_s", "staged", "streaming"]
        assert await camera.set("exposure_s", 0.04) == pytest.approx(0.04)
        assert await camera.get("exposure_s") == pytest.approx(0.04)
        with pytest.raises(Refused, match="exposure_s"):
            await camera.get("exposure")
        with pytest.raises(Refused, match="10"):
            await camera.set("exposure_s", 99)
        with pytest.raises(Refused, match="armed"):
            await camera.set("armed", "perhaps")


async def test_a_change_is_heard_with_its_source(faithful):
    async with await connect(faithful) as lab:
        meter = lab["mock_power_meter"]
        async with meter.changes() as changes:
            heard = []
            await meter.set("base_power", 1.5)
            await meter.set("base_power", 1.0)
            async for change in changes:
                heard.append(change)
                if change.new_value == 1.0:
                    break
                await meter.set("base_power", 1.0)
        assert {change.name for change in heard} == {"base_power"}
        assert {change.source for change in heard} <= {"user", "hardware"}


async def test_states_follow_a_move(faithful):
    async with await connect(faithful) as lab:
        stage = lab["mock_stage"]
        async with stage.states(rate_hz=50) as states:
            await anext(states)
            await stage.move(12)
            async for update in states:
                if update.fields["position"] == 12:
                    break


async def test_staging_and_commands(faithful):
    async with await connect(faithful) as lab:
        assert await lab["mock_stage"].stage() is True
        await lab["mock_stage"].unstage()
        with pytest.raises(NotSupported):
            await lab["mock_stage"].command("home")


async def test_what_is_lacking_is_no_attribute(faithful):
    async with await connect(faithful) as lab:
        meter = lab["mock_power_meter"]
        assert not hasattr(meter, "move")
        assert not hasattr(meter, "nonsense")
        with pytest.raises(NotSupported, match="readable"):
            meter.snapshot()
        for verb in ("reading", "read", "values"):
            with pytest.raises(NotSupported, match=r"not readable.*movable"):
                getattr(lab["mock_stage"], verb)


def test_two_handles_of_a_device_are_equal(realistic):
    with blocking_connect(realistic) as lab, blocking_connect(realistic) as other:
        stage = lab["mock_stage"]
        again = Motor(stage)
        assert again == stage == Motor("mock_stage", lab)
        assert len({again, stage, lab["mock_stage_y"]}) == 2
        assert stage != other["mock_stage"]
        assert Motor(other["mock_stage"]) == other["mock_stage"]
        for nonsense in (["mock_stage"], 5, None):
            with pytest.raises(BadValue, match="no device"):
                Motor(nonsense)


async def test_numbers_of_numpy_and_decimals_are_numbers(realistic):
    async with await connect(realistic) as lab:
        stage = lab["mock_stage"]
        for number in (np.array(1.5), np.float32(1.5), Decimal("1.5"), 1.5):
            assert stage.check_position(number) == 1.5
        for nonsense in (True, np.bool_(True), np.array(True), "1.5", np.array([1.5]), Decimal("sNaN"), np.array("1")):
            with pytest.raises(BadValue):
                stage.check_position(nonsense)
        with pytest.raises(BadValue, match=r"position None is not a finite number\. Nothing was sent$"):
            stage.check_position(None)
        with pytest.raises(BadValue, match=r"position nan is not .*\. Nothing was sent; a peak has no centre"):
            stage.check_position(math.nan)


async def test_what_is_no_name_is_asked_for_nowhere(realistic):
    async with await connect(realistic) as lab:
        stage = lab["mock_stage"]
        for name in ("", "half \ud800", 7):
            for ask in (stage.get(name), stage.set(name, 1), stage.command(name)):
                with pytest.raises(BadValue, match="is no name"):
                    await ask
