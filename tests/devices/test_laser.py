"""devices/laser.py on the bench, awaited and blocking: what is checked, read back and refused."""

import contextlib
import math

import grpc
import pytest

from rust_daq_jupyter import Laser, Motor, connect
from rust_daq_jupyter.aio import Laser as AwaitedLaser
from rust_daq_jupyter.aio import connect as awaited_connect
from rust_daq_jupyter.errors import BadValue, DeviceError, LimitError, NotAllowed, NotSupported, Refused
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from tests.client.peer import Reply, listening
from tests.labs import own_lab

pytestmark = pytest.mark.integration
ACTS = ("SetWavelength", "SetShutter", "SetEmission")


@contextlib.asynccontextmanager
async def bench(simulator, **options):
    async with own_lab(simulator, "--realistic", "--speed", "10", **options) as lab:
        yield lab, lab["mock_laser"]


async def test_it_is_tuned_and_read_back(simulator):
    async with bench(simulator) as (_, laser):
        assert isinstance(laser, AwaitedLaser)
        assert laser.wavelength_limits_nm == (690, 1040)
        assert await laser.set_wavelength(780) == 780
        assert await laser.wavelength_nm() == 780


@pytest.mark.parametrize(
    ("nm", "error"),
    [(math.nan, BadValue), (math.inf, BadValue), ("red", BadValue), (300, LimitError), (1041, LimitError)],
)
async def test_what_it_cannot_be_tuned_to_is_not_sent(simulator, nm, error):
    async with bench(simulator) as (lab, laser):
        with pytest.raises(error, match="mock_laser"):
            await laser.set_wavelength(nm)
        assert lab.daemon.log(*ACTS) == []


async def test_the_interlock_is_one_line_with_its_remedy(simulator):
    async with bench(simulator) as (lab, laser):
        assert await laser.is_shutter_open()
        assert await laser.is_emitting()
        await laser.stop_emission()
        with pytest.raises(DeviceError, match=r"Safety interlock.*close_shutter\(\)"):
            await laser.start_emission()
        await laser.close_shutter()
        await laser.start_emission()
        await laser.open_shutter()
        assert (await laser.is_emitting(), await laser.is_shutter_open()) == (True, True)
        assert len(lab.daemon.log("SetEmission")) == 3


async def test_a_laser_that_says_yes_and_does_nothing_is_found_out():
    capabilities = ["shutter_controllable", "emission_controllable"]
    async with listening() as peer:
        peer.reply = Reply((b"",))
        peer.by_rpc = {
            "ListDevices": said(pb.ListDevicesResponse(devices=[pb.DeviceInfo(id="laser", capabilities=capabilities)])),
            "SetShutter": said(pb.SetShutterResponse(success=True)),
            "GetShutter": said(pb.GetShutterResponse(is_open=True)),
            "SetEmission": said(pb.SetEmissionResponse(success=True, is_enabled=True)),
            "GetEmission": said(pb.GetEmissionResponse(is_enabled=False)),
        }
        async with await awaited_connect(peer.address) as lab:
            with pytest.raises(DeviceError, match="still open"):
                await lab["laser"].close_shutter()
            with pytest.raises(DeviceError, match="still off"):
                await lab["laser"].start_emission()


INTERLOCKS = [
    (grpc.StatusCode.INTERNAL, "Safety interlock: shutter open"),
    (grpc.StatusCode.FAILED_PRECONDITION, "Safety interlock: shutter is already open"),
    (grpc.StatusCode.UNAVAILABLE, "Safety interlock: connection open"),
]


@pytest.mark.parametrize(("code", "text"), INTERLOCKS)
async def test_an_interlock_has_its_remedy_whatever_its_code(code, text):
    async with listening() as peer:
        peer.reply = Reply((b"",))
        peer.by_rpc = {
            "ListDevices": said(
                pb.ListDevicesResponse(devices=[pb.DeviceInfo(id="laser", capabilities=["emission_controllable"])])
            ),
            "SetEmission": Reply((), code, text),
        }
        async with await awaited_connect(peer.address) as lab:
            with pytest.raises(DeviceError, match=rf"{text}.*close_shutter\(\)"):
                await lab["laser"].start_emission()


async def test_limits_without_metadata_come_from_the_parameter():
    capabilities = ["wavelength_tunable", "parameterized"]
    wavelength = pb.ParameterDescriptor(name="wavelength_nm", dtype="float", min_value=690, max_value=1040)
    async with listening() as peer:
        peer.reply = Reply((b"",))
        peer.by_rpc = {
            "ListDevices": said(pb.ListDevicesResponse(devices=[pb.DeviceInfo(id="laser", capabilities=capabilities)])),
            "ListParameters": said(pb.ListParametersResponse(parameters=[wavelength])),
        }
        async with await awaited_connect(peer.address) as lab:
            assert lab["laser"].wavelength_limits_nm == (690, 1040)
            with pytest.raises(LimitError, match="690 to 1040"):
                await lab["laser"].set_wavelength(1041)
            assert not peer.asked.endswith("SetWavelength")


def said(message):
    return Reply((message.SerializeToString(),))


async def test_stop_all_leaves_light_as_it_is(simulator):
    async with bench(simulator) as (lab, laser):
        await lab.stop()
        assert (await laser.is_emitting(), await laser.is_shutter_open()) == (True, True)
        assert lab.daemon.log(*ACTS) == []


async def test_held_and_read_only_lasers_do_not_act(simulator):
    async with bench(simulator) as (lab, laser):
        laser.held_by = "scan_1"
        for act in (laser.set_wavelength(800), laser.open_shutter(), laser.stop_emission()):
            with pytest.raises(Refused, match="scan_1"):
                await act
        assert lab.daemon.log(*ACTS) == []
    async with bench(simulator, read_only=True) as (lab, laser):
        for act in (laser.set_wavelength(800), laser.close_shutter(), laser.start_emission()):
            with pytest.raises(NotAllowed):
                await act
        assert lab.daemon.log(*ACTS) == []


async def test_who_has_no_laser_says_what_it_has(simulator):
    async with bench(simulator) as (lab, _):
        with pytest.raises(NotSupported, match="movable"):
            await lab["mock_stage"].set_wavelength(800)
        with pytest.raises(NotSupported, match="readable"):
            await lab["mock_power_meter"].open_shutter()


def test_the_blocking_twin(simulator):
    with simulator("--realistic", "--speed", "10") as daemon, connect(daemon.address):
        laser = Laser("mock_laser")
        assert isinstance(laser, Laser)
        laser.wavelength_nm = 750
        assert (laser.wavelength_nm, laser.wavelength_limits_nm) == (750, (690, 1040))
        assert (laser.is_emitting, laser.is_shutter_open) == (True, True)
        laser.close_shutter()
        laser.stop_emission()
        laser.start_emission()
        laser.open_shutter()
        assert isinstance(laser.read(), float)
        with pytest.raises(LimitError):
            laser.wavelength_nm = 100
        with pytest.raises(NotSupported, match="emission"):
            Laser("mock_stage")
        with pytest.raises(NotSupported):
            Motor("mock_stage").wavelength_nm = 800
