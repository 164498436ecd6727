"""The physics of the bench, without any daemon."""

import math

import numpy as np
import pytest

from rust_daq_jupyter.sim import world

PACE = world.Pace(velocity=10.0, acceleration=20.0)


def trace(motion, step_s=1e-4):
    times = np.arange(motion.start_s, motion.end_s + 0.01, step_s)
    return times, np.array([motion.at(time) for time in times])


def test_a_long_move_takes_what_a_trapezoid_takes():
    motion = world.moving((0.0, 0.0), 50.0, PACE, 100.0)
    assert motion.end_s - motion.start_s == pytest.approx(50 / 10 + 10 / 20)
    assert motion.at(motion.end_s) == (50.0, 0.0)
    assert motion.at(100.0) == (0.0, 0.0)
    assert motion.at(102.0)[1] == pytest.approx(10.0)


def test_a_short_move_never_reaches_full_speed():
    motion = world.moving((0.0, 0.0), -1.0, PACE, 0.0)
    _, states = trace(motion)
    assert np.abs(states[:, 1]).max() == pytest.approx(math.sqrt(20.0), rel=1e-3)
    assert motion.at(motion.end_s)[0] == -1.0


@pytest.mark.parametrize("velocity", [-10.0, -3.0, 0.0, 4.0, 10.0])
@pytest.mark.parametrize("target", [-30.0, -0.5, 0.0, 0.1, 2.0, 40.0])
def test_a_motion_bends_and_never_jumps(velocity, target):
    motion = world.moving((0.0, velocity), target, PACE, 0.0)
    _, states = trace(motion)
    positions, velocities = states.T
    assert np.abs(np.diff(positions)).max() <= 10.0 * 1e-4 + 1e-9
    assert np.abs(np.diff(velocities)).max() <= 20.0 * 1e-4 + 1e-6
    assert np.abs(velocities).max() <= 10.0 + 1e-9
    assert motion.at(motion.end_s - 1e-9)[0] == pytest.approx(target, abs=1e-6)


def test_a_faster_axis_slows_to_a_lower_pace():
    motion = world.moving((0.0, 10.0), 40.0, world.Pace(2.0, 20.0), 0.0)
    assert motion.at(1.0)[1] == pytest.approx(2.0)
    assert motion.at(motion.end_s - 1e-9)[0] == pytest.approx(40.0, abs=1e-6)


def test_braking_again_changes_nothing():
    once = world.braking((3.0, -10.0), 250.0, 0.0)
    again = world.braking(once.at(0.02), 250.0, 0.02)
    assert once.end_s == pytest.approx(0.04)
    assert (again.end_s, again.rest) == (pytest.approx(once.end_s), pytest.approx(once.rest))
    assert once.rest == pytest.approx(3.0 - 10.0 * 0.02)


def test_malus():
    assert world.malus(0) == pytest.approx(1)
    assert world.malus(22.5) == pytest.approx(0.5)
    assert world.malus(45) == pytest.approx(0, abs=1e-12)
    assert world.malus(90) == pytest.approx(1)


def test_the_pinhole_is_a_gaussian_about_a_millimetre_wide():
    centre = (world.PINHOLE_X_MM, world.PINHOLE_Y_MM)
    assert world.pinhole(*centre) == 1
    half = world.PINHOLE_FWHM_MM / 2
    assert world.pinhole(centre[0] + half, centre[1]) == pytest.approx(0.5)
    assert world.pinhole(centre[0], centre[1] - half) == pytest.approx(0.5)
    assert 1 <= world.PINHOLE_FWHM_MM <= 2.4
    assert 0 < centre[0] < 10
    assert centre[0] % 0.25 > 0.01, "not at a point of a round scan"
    assert abs(centre[1]) < 0.5


def test_the_laser_warms_up_and_has_a_gain_curve():
    assert world.laser_power_w(800, 0) == 0
    assert world.laser_power_w(800, 10) == pytest.approx(3 * (1 - math.exp(-1)))
    assert world.laser_power_w(800, 30) == 3
    assert 0 < world.laser_power_w(1040, 30) < world.laser_power_w(700, 30) < world.laser_power_w(780, 30) < 3


def test_the_meter_has_a_floor_and_shot_noise():
    assert world.metered_w(0.0, 0.0) == world.METER_FLOOR_W
    noise_at_1w, noise_at_4w = (world.metered_w(power, 1.0) - world.metered_w(power, 0.0) for power in (1.0, 4.0))
    assert noise_at_4w / noise_at_1w == pytest.approx(2, rel=1e-3)
    assert noise_at_4w < 0.01 * 4
