"""The laser panel: wavelength, shutter and emission, read back while somebody looks; the laser does the checking."""

import asyncio
import math
import time
from collections.abc import Sequence
from typing import Any

from traitlets import Dict, List, Unicode

from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.devices.laser import Emitting, Shuttered, Tunable
from rust_daq_jupyter.panels import wishes
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.pump import Parts, Reader
from rust_daq_jupyter.panels.words import finite_pair, moment, number, quantity

LOOKS_EVERY_S = 0.5
KINDS = {"wavelength": Tunable, "shutter": Shuttered, "emission": Emitting, "power": Detector}


class LaserPanel(Panel):
    """What a source of light can do; `laser.panel()` makes it. STOP never touches a shutter or an emission."""

    noun = "laser"
    moving = frozenset({"set_wavelength", "set_shutter", "set_emission"})

    has = Dict().tag(sync=True)
    units = Unicode("").tag(sync=True)
    limits: Any = List(default_value=None, allow_none=True).tag(sync=True)

    def __init__(self, laser: Device) -> None:
        self._laser: Any = laser
        self._seen: dict[str, Any] = {"wavelength_nm": None, "shutter": None, "emitting": None, "power": None}
        self._time_s = math.nan
        self._sent: dict[str, Any] | None = None
        super().__init__(
            laser.client,
            subject=laser.id,
            title=laser.id,
            context=laser.name,
            read_only=laser.read_only,
            has={name: isinstance(laser, kind) for name, kind in KINDS.items()},
            units=laser.units if isinstance(laser, Detector) else "",
            limits=finite_pair(laser.wavelength_limits_nm) if isinstance(laser, Tunable) else None,
        )

    def summary(self) -> str:
        """`mock_laser: 800.0 nm, shutter open, emitting (2025-06-01 12:30:05)`."""
        seen = self._seen
        words = [quantity(seen["wavelength_nm"], "nm", 1)] if seen["wavelength_nm"] is not None else []
        if seen["shutter"] is not None:
            words.append(f"shutter {'open' if seen['shutter'] else 'closed'}")
        if seen["emitting"] is not None:
            words.append("emitting" if seen["emitting"] else "not emitting")
        when = f" ({moment(self._time_s)})" if words else ""
        return f"{self._laser.id}: {', '.join(words) or 'not looked at yet'}{when}"

    def acts(self, name: str, args: dict[str, Any]) -> bool:
        """What lets less light out is never refused."""
        return super().acts(name, args) and args.get("open") is not False and args.get("on") is not False

    # The flow.

    def readers(self) -> Sequence[Reader]:
        """All it can tell, twice a second."""
        return (self._look,)

    async def _look(self) -> None:
        while True:
            await self._look_once()
            await asyncio.sleep(LOOKS_EVERY_S)

    async def _look_once(self) -> None:
        laser, seen = self._laser, self._seen
        if self.has["wavelength"]:
            seen["wavelength_nm"] = number(await laser.wavelength_nm())
        if self.has["shutter"]:
            seen["shutter"] = await laser.is_shutter_open()
        if self.has["emission"]:
            seen["emitting"] = await laser.is_emitting()
        if self.has["power"]:
            seen["power"] = number(await laser.read())
        self._time_s = time.time()

    def has_news(self) -> bool:
        """Whether anything changed; that nothing did is news once a second."""
        return self._seen != self._sent

    def news(self, everything: bool) -> tuple[dict[str, Any], Parts]:
        """What was seen last, and when."""
        self._sent = dict(self._seen)
        return {**self._seen, "time_s": number(self._time_s)}, {}

    # The asks.

    async def ask_set_wavelength(self, wavelength_nm: Any) -> dict[str, float]:
        """Tunes it; the wavelength that it has then, read back."""
        self.need_connection()
        actual = await self._laser.set_wavelength(wavelength_nm)
        self._seen["wavelength_nm"] = number(actual)
        return {"wavelength_nm": actual}

    async def ask_set_shutter(self, open: Any) -> dict[str, bool]:  # noqa: A002 - the word that the page uses
        """Opens or closes the shutter."""
        self.need_connection()
        opens = wishes.flag(open)
        await (self._laser.open_shutter() if opens else self._laser.close_shutter())
        self._seen["shutter"] = opens
        return {"shutter": opens}

    async def ask_set_emission(self, on: Any) -> dict[str, bool]:
        """Switches the emission."""
        self.need_connection()
        emits = wishes.flag(on)
        await (self._laser.start_emission() if emits else self._laser.stop_emission())
        self._seen["emitting"] = emits
        return {"emitting": emits}
