"""What the simulated cameras see: the demo daemon's test pattern and the spot on the bench; pure painting."""

import math

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.sim.frames import Picture

WIDTH, HEIGHT = 640, 480
BLOCK_PX = 8
NUMBER_BITS = 32
DEMO_SIGMA_PX = 30.0
DEMO_PEAK = 32768.0
SPOT_SIGMA_PX = 18.0
DARK_LEVEL = 400.0
DARK_NOISE = 20.0
_CENTRE = (WIDTH / 2, HEIGHT / 2)
_WHITE = 65535

# Noise comes in pairs of equal rows, so that a frame shrinks under LZ4 to about what the real daemon sends.


def number_blocks(number: int) -> Picture:
    """A frame number as a strip: block i, from the left, is white when bit i is set and black when not."""
    bits = (np.uint32(number & 0xFFFFFFFF) >> np.arange(NUMBER_BITS, dtype=np.uint32)) & 1
    strip: Picture = np.kron(bits.astype(np.uint16) * _WHITE, np.ones((BLOCK_PX, BLOCK_PX), np.uint16)).astype(
        np.uint16
    )
    return strip


def add_spot(picture: Picture, x_px: float, y_px: float, sigma_px: float, peak: float) -> None:
    """Add a Gaussian spot, saturating; outside the picture there is nothing to see."""
    reach = 4 * sigma_px
    left, right = (int(np.clip(x_px + side * reach, 0, WIDTH)) for side in (-1, 1))
    top, bottom = (int(np.clip(y_px + side * reach, 0, HEIGHT)) for side in (-1, 1))
    columns = _profile(np.arange(left, right), x_px, sigma_px)
    rows = _profile(np.arange(top, bottom), y_px, sigma_px)
    patch = picture[top:bottom, left:right]
    patch[:] = np.minimum(patch + np.outer(peak * rows, columns), _WHITE).astype(np.uint16)


class DemoPattern:
    """A checkerboard with noise, ramps, a centre cross, a spot on a circle, and the frame number in blocks."""

    def __init__(self) -> None:
        self._background = _checkerboard()

    def paint(self, number: int) -> Picture:
        """Frame `number`."""
        picture = self._background.copy()
        radius, angle = min(WIDTH, HEIGHT) / 5, 0.05 * number
        spot_x, spot_y = _CENTRE[0] + radius * math.cos(angle), _CENTRE[1] + radius * math.sin(angle)
        add_spot(picture, spot_x, spot_y, DEMO_SIGMA_PX, DEMO_PEAK)
        picture[:BLOCK_PX, : BLOCK_PX * NUMBER_BITS] = number_blocks(number)
        return picture


class BenchView:
    """A dark sensor with a little noise, the laser's spot on it, and the frame number in blocks."""

    def __init__(self) -> None:
        rng = np.random.default_rng(7)
        noise = np.repeat(rng.standard_normal((HEIGHT // 2, WIDTH)), 2, axis=0)
        self._dark = (DARK_LEVEL + DARK_NOISE * noise).clip(0, _WHITE).astype(np.uint16)

    def paint(self, number: int, x_px: float, y_px: float, peak: float) -> Picture:
        """Frame `number` with a spot that far from the centre, `peak` counts above the dark level."""
        picture = np.roll(self._dark, number * 7919)
        add_spot(picture, _CENTRE[0] + x_px, _CENTRE[1] + y_px, SPOT_SIGMA_PX, peak)
        picture[:BLOCK_PX, : BLOCK_PX * NUMBER_BITS] = number_blocks(number)
        return picture


def _profile(pixels: NDArray[np.int_], centre: float, sigma: float) -> NDArray[np.float64]:
    profile: NDArray[np.float64] = np.exp(-((pixels - centre) ** 2) / (2 * sigma**2))
    return profile


def _checkerboard() -> Picture:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    picture = np.where((rows // 32 + columns // 32) % 2 == 0, 16384, 19660)
    picture = picture + np.repeat(np.random.default_rng(1).integers(-2048, 2049, (HEIGHT // 2, WIDTH)), 2, axis=0)
    band = HEIGHT // 10
    picture[:band] = picture[-band:] = np.linspace(0, _WHITE, WIDTH)
    picture[HEIGHT // 2 - 1 : HEIGHT // 2 + 1, WIDTH // 2 - 20 : WIDTH // 2 + 20] = _WHITE
    picture[HEIGHT // 2 - 20 : HEIGHT // 2 + 20, WIDTH // 2 - 1 : WIDTH // 2 + 1] = _WHITE
    return picture.astype(np.uint16)
