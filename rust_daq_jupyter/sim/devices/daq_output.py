"""The bench's analog output, whose voltage shifts the beam a little."""

from typing import Any

from rust_daq_jupyter.sim.devices.capabilities import Commandable, Settable
from rust_daq_jupyter.sim.devices.device import Device
from rust_daq_jupyter.sim.devices.parameters import Parameter
from rust_daq_jupyter.sim.status import DriverError

LIMITS_V = (-10.0, 10.0)


class DaqOutput(Device, Settable, Commandable):
    """One channel, -10 to 10 V; the command `zero` sets it to 0 V."""

    def __init__(self, device_id: str, name: str) -> None:
        super().__init__(device_id, name, "mock_daq_output")
        self._voltage = self.add_parameter(
            Parameter("voltage", 0.0, description="Output voltage", units="V", limits=LIMITS_V, introspectable=True)
        )
        self.add_parameter(Parameter("channel", 0, description="Output channel", writable=False))
        self.add_parameter(
            Parameter("range", "bipolar_10v", description="Output range", choices=("bipolar_10v",), introspectable=True)
        )

    def voltage(self) -> float:
        """Volts."""
        return float(self._voltage.value)

    async def execute(self, command: str, arguments: Any) -> Any:
        """`zero`, without arguments; answers the voltage."""
        if command != "zero":
            raise DriverError(f"command '{command}' is not supported, try 'zero'")
        self._voltage.store(0.0)
        return {"voltage": self.voltage()}
