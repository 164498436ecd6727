"""The physics of the simulated bench: how things move and what light does, as pure functions; no devices, no wire."""

import math
from dataclasses import dataclass

PINHOLE_X_MM = 6.37
PINHOLE_Y_MM = -0.13
PINHOLE_FWHM_MM = 1.2
LASER_POWER_W = 3.0
LASER_CENTRE_NM = 800.0
LASER_GAIN_WIDTH_NM = 90.0
WARM_UP_S = 30.0
METER_FLOOR_W = 5e-5
METER_FLOOR_NOISE_W = 1e-5
SHOT_NOISE_ROOT_W = 2.5e-3  # small enough beside the floor that no reading is negative
PIEZO_MM_PER_V = 0.02
FULL_TURN_OF_POWER = 2.0  # a half-wave plate turns the polarisation by twice its own angle
_SIGMA_PER_FWHM = 1.0 / math.sqrt(8.0 * math.log(2.0))


@dataclass(frozen=True)
class Pace:
    """How fast an axis may go: units per second, and units per second squared."""

    velocity: float
    acceleration: float


@dataclass(frozen=True)
class Phase:
    """A stretch of constant acceleration."""

    duration_s: float
    acceleration: float


@dataclass(frozen=True)
class Motion:
    """One axis as a function of time, from `start_s` on; after its last phase it rests at `rest`, exactly."""

    start_s: float
    position: float
    velocity: float
    phases: tuple[Phase, ...]
    rest: float

    @property
    def end_s(self) -> float:
        """When it comes to rest."""
        return self.start_s + sum(phase.duration_s for phase in self.phases)

    def at(self, time_s: float) -> tuple[float, float]:
        """Position and velocity at a time."""
        if time_s >= self.end_s:
            return self.rest, 0.0
        position, velocity, left_s = self.position, self.velocity, max(0.0, time_s - self.start_s)
        for phase in self.phases:
            span_s = min(left_s, phase.duration_s)
            position += velocity * span_s + phase.acceleration * span_s**2 / 2
            velocity += phase.acceleration * span_s
            left_s -= span_s
        return position, velocity


def resting(position: float, now_s: float = 0.0) -> Motion:
    """An axis that stands still."""
    return Motion(now_s, position, 0.0, (), position)


def moving(now: tuple[float, float], target: float, pace: Pace, now_s: float) -> Motion:
    """The quickest way from a position and velocity to rest at a target: accelerate, cruise, brake.

    An axis that would overshoot brakes and comes back.
    """
    position, velocity = now
    stops_at = position + velocity * abs(velocity) / (2 * pace.acceleration)
    sign = math.copysign(1.0, target - stops_at)
    distance, speed = sign * (target - position), sign * velocity
    peak = min(pace.velocity, math.sqrt(max(0.0, pace.acceleration * distance + speed**2 / 2)))
    rising_s, falling_s = abs(peak - speed) / pace.acceleration, peak / pace.acceleration
    covered = (peak + speed) / 2 * rising_s + peak / 2 * falling_s
    cruising_s = max(0.0, distance - covered) / peak if peak > 0 else 0.0
    rise = math.copysign(pace.acceleration, peak - speed) * sign
    phases = (Phase(rising_s, rise), Phase(cruising_s, 0.0), Phase(falling_s, -sign * pace.acceleration))
    return Motion(now_s, position, velocity, phases, target)


def braking(now: tuple[float, float], deceleration: float, now_s: float) -> Motion:
    """Coming to rest as fast as the brakes allow, wherever that is."""
    position, velocity = now
    stops_in_s = abs(velocity) / deceleration
    phases = (Phase(stops_in_s, math.copysign(deceleration, -velocity)),)
    return Motion(now_s, position, velocity, phases, position + velocity * stops_in_s / 2)


def laser_power_w(wavelength_nm: float, emitting_for_s: float) -> float:
    """Output of the laser: its gain curve, and 95 % of the power after half a minute of warming up."""
    warmth = 1.0 if emitting_for_s >= WARM_UP_S else 1.0 - math.exp(-3.0 * emitting_for_s / WARM_UP_S)
    return LASER_POWER_W * warmth * math.exp(-(((wavelength_nm - LASER_CENTRE_NM) / LASER_GAIN_WIDTH_NM) ** 2))


def malus(plate_deg: float) -> float:
    """Transmission of a half-wave plate before a polariser: cos² of twice the plate's angle."""
    return math.cos(math.radians(FULL_TURN_OF_POWER * plate_deg)) ** 2


def pinhole(x_mm: float, y_mm: float) -> float:
    """Transmission of the pinhole on the stages: a Gaussian around (PINHOLE_X_MM, PINHOLE_Y_MM)."""
    sigma_mm = PINHOLE_FWHM_MM * _SIGMA_PER_FWHM
    off_mm_squared = (x_mm - PINHOLE_X_MM) ** 2 + (y_mm - PINHOLE_Y_MM) ** 2
    return math.exp(-off_mm_squared / (2 * sigma_mm**2))


def piezo_shift_mm(voltage: float) -> float:
    """How far the analog output moves the beam along x."""
    return PIEZO_MM_PER_V * voltage


def metered_w(power_w: float, chance: float) -> float:
    """What the power meter shows: a small floor, and shot noise of which `chance` is the standard normal draw."""
    noise_w = math.hypot(METER_FLOOR_NOISE_W, SHOT_NOISE_ROOT_W * math.sqrt(power_w))
    return METER_FLOOR_W + power_w + noise_w * chance
