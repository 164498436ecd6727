"""The world of `--faithful`: the three devices of the daemon's demo configuration, oddities included."""

from rust_daq_jupyter.sim.clock import Clock
from rust_daq_jupyter.sim.devices.camera import DemoCamera
from rust_daq_jupyter.sim.devices.power_meter import DemoPowerMeter
from rust_daq_jupyter.sim.devices.stage import InstantStage
from rust_daq_jupyter.sim.registry import Registry


def demo(clock: Clock) -> Registry:
    """The demo daemon's devices: no metadata, an instant stage without limits or stop, a meter that shows 1 W."""
    return Registry(
        [
            InstantStage("mock_stage", "Demo Stage (Mock)"),
            DemoPowerMeter("mock_power_meter", "Demo Power Meter (Mock)"),
            DemoCamera("mock_camera", "Demo Camera (Mock)"),
        ],
        clock,
        filter_works=False,
    )
