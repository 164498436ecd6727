"""What a scientist sees: one widget a noun; importing it makes the panels known to `devices.views`."""

from rust_daq_jupyter.devices import views
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.panels.motor import MotorPanel
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.shelf import shelved

__all__ = ["MotorPanel", "Panel"]


def _motor(motor: Motor) -> MotorPanel:
    return shelved(MotorPanel, (motor,), lambda: MotorPanel(motor))


views.register("motor", _motor)
