"""The world of `--realistic`: one optical bench, where light goes from the laser through everything to the meter."""

from rust_daq_jupyter.sim import world
from rust_daq_jupyter.sim.clock import Clock
from rust_daq_jupyter.sim.devices.camera import BenchCamera
from rust_daq_jupyter.sim.devices.daq_output import DaqOutput
from rust_daq_jupyter.sim.devices.laser import Laser
from rust_daq_jupyter.sim.devices.power_meter import PowerMeter
from rust_daq_jupyter.sim.devices.rotator import Rotator
from rust_daq_jupyter.sim.devices.stage import Stage
from rust_daq_jupyter.sim.registry import Registry

START_X_MM = 1.0
START_Y_MM = 0.0
START_PLATE_DEG = 10.0
PIXELS_PER_MM = 40.0
COUNTS_PER_JOULE = 4.5e5


class Bench:
    """Laser, half-wave plate, two stages with a pinhole, power meter, camera and a piezo on an analog output."""

    def __init__(self, clock: Clock) -> None:
        self.laser = Laser("mock_laser", "Bench Laser", clock=clock)
        self.rotator = Rotator("mock_rotator", "Half-wave Plate", clock=clock, start=START_PLATE_DEG)
        self.stage_x = Stage("mock_stage", "Pinhole Stage X", clock=clock, start=START_X_MM)
        self.stage_y = Stage("mock_stage_y", "Pinhole Stage Y", clock=clock, start=START_Y_MM)
        self.output = DaqOutput("mock_daq_output", "Piezo Output")
        self.meter = PowerMeter("mock_power_meter", "Bench Power Meter", power_w=self.metered_power_w)
        self.camera = BenchCamera("mock_camera", "Bench Camera", clock=clock, spot=self.spot)

    def beam_power_w(self) -> float:
        """Power before the pinhole."""
        return self.laser.output_w() * world.malus(self.rotator.where())

    def pinhole_offset_mm(self) -> tuple[float, float]:
        """Where the stages and the piezo put the pinhole, as the beam sees it."""
        return self.stage_x.where() + world.piezo_shift_mm(self.output.voltage()), self.stage_y.where()

    def metered_power_w(self) -> float:
        """Power behind the pinhole."""
        return self.beam_power_w() * world.pinhole(*self.pinhole_offset_mm())

    def spot(self) -> tuple[float, float, float]:
        """The spot on the camera: x and y from its centre in pixels, and its peak in counts a second."""
        x_mm, y_mm = self.pinhole_offset_mm()
        x_px, y_px = (x_mm - world.PINHOLE_X_MM) * PIXELS_PER_MM, (y_mm - world.PINHOLE_Y_MM) * PIXELS_PER_MM
        return x_px, y_px, self.beam_power_w() * COUNTS_PER_JOULE

    def registry(self, clock: Clock) -> Registry:
        """Its devices as a daemon serves them."""
        devices = [self.laser, self.rotator, self.stage_x, self.stage_y, self.meter, self.camera, self.output]
        return Registry(devices, clock)


def bench(clock: Clock) -> Registry:
    """The devices of the bench."""
    return Bench(clock).registry(clock)
