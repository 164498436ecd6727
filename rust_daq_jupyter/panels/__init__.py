"""What a scientist sees: one widget a noun; importing it makes the panels known to `devices.views`."""

from collections.abc import Sequence
from typing import Any

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.devices import views
from rust_daq_jupyter.devices.camera import Camera
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import NotSupported
from rust_daq_jupyter.lab import Lab
from rust_daq_jupyter.panels import namespace, shelf
from rust_daq_jupyter.panels.camera import CameraPanel
from rust_daq_jupyter.panels.card import RunCard
from rust_daq_jupyter.panels.dashboard import Dashboard
from rust_daq_jupyter.panels.detector import DetectorPanel
from rust_daq_jupyter.panels.laser import LaserPanel
from rust_daq_jupyter.panels.motor import MotorPanel
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.parameters import ParametersPanel
from rust_daq_jupyter.panels.runs import RunsBrowser
from rust_daq_jupyter.panels.scan import ScanPanel
from rust_daq_jupyter.panels.shelf import shelved
from rust_daq_jupyter.scans.bench import detector_of
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.shown import Shown

__all__ = [
    "CameraPanel",
    "Dashboard",
    "DetectorPanel",
    "LaserPanel",
    "MotorPanel",
    "Panel",
    "ParametersPanel",
    "RunCard",
    "RunsBrowser",
    "ScanPanel",
]


MOST_CARDS = 50
"""Cards of runs that stay live in a kernel; of older ones that have ended, the page keeps the text."""


def _motor(motor: Motor) -> MotorPanel:
    return shelved(MotorPanel, (motor,), lambda: MotorPanel(motor))


def _camera(camera: Camera) -> CameraPanel:
    return shelved(CameraPanel, (camera,), lambda: CameraPanel(camera))


def _dashboard(lab: Lab) -> Dashboard:
    return shelved(Dashboard, (lab,), lambda: Dashboard(lab))


def _laser(laser: Device) -> LaserPanel:
    return shelved(LaserPanel, (laser,), lambda: LaserPanel(laser))


def _parameters(device: Device) -> ParametersPanel:
    return shelved(ParametersPanel, (device,), lambda: ParametersPanel(device))


def _detector(detector: Detector) -> DetectorPanel:
    return shelved(DetectorPanel, (detector,), lambda: DetectorPanel([detector]))


def _plot(detectors: Sequence[Device], window_s: float) -> DetectorPanel:
    readable = [detector_of(detector) for detector in detectors]
    panel = shelved(DetectorPanel, ("plot", *readable), lambda: DetectorPanel(readable, window_s))
    panel.show_window(window_s)
    return panel


def _runs(lab: Lab) -> RunsBrowser:
    if not namespace.has_page():
        raise NotSupported("nobody could see it here", operation="runs")
    return shelved(RunsBrowser, (lab,), lambda: RunsBrowser(lab))


def _scan(lab: Lab) -> ScanPanel:
    return shelved(ScanPanel, (lab,), lambda: ScanPanel(lab))


def _card(run: Run, client: AsyncClient) -> RunCard:
    if not namespace.has_page():
        raise NotSupported("nobody could see it here", operation="card")
    for old in list(shelf.all_of(RunCard))[: -MOST_CARDS + 1]:
        if old.has_ended:
            old.close()
    return shelved(RunCard, (run,), lambda: RunCard(client, run))


def _figure(run: Shown, others: Sequence[Shown] = ()) -> Any:
    from rust_daq_jupyter.panels.figure import RunFigure  # bqplot, which takes a while to load

    return RunFigure(run, others)


views.register("camera", _camera)
views.register("card", _card)
views.register("figure", _figure)
views.register("motor", _motor)
views.register("dashboard", _dashboard)
views.register("detector", _detector)
views.register("laser", _laser)
views.register("parameters", _parameters)
views.register("plot", _plot)
views.register("runs", _runs)
views.register("scan", _scan)
