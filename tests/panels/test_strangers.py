"""What strangers name their devices is text in every display, and a token stands in none of them."""

import json
import math

import ipywidgets
import pytest
from IPython.core.completer import IPCompleter, provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from rust_daq_jupyter import connect as connect_blocking
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.panels import shelf
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from tests.client.peer import Reply, listening

NAME = "<img src=x onerror=alert(1)>"
TOKEN = "a-token-that-nobody-should-read"
CAPABILITIES = ["movable", "readable", "frame_producer", "triggerable", "exposure_control"]
CAPABILITIES += ["wavelength_tunable", "shutter_control", "emission_control", "parameterized"]


def shown(thing):
    """Everything that a notebook would keep of it."""
    bundle = thing._repr_mimebundle_() if hasattr(thing, "_repr_mimebundle_") else None
    data = (bundle[0] if isinstance(bundle, tuple) else bundle) or {}
    html = thing._repr_html_() if hasattr(thing, "_repr_html_") else ""
    return {"text/plain": repr(thing), "text/html": html, **data}


def panels_of(lab, device):
    """Every panel there is, of one device that can do everything."""
    kinds = ("motor", "camera", "laser", "parameters", "detector")
    from rust_daq_jupyter.devices import views

    made = {kind: views.show(kind, device) for kind in kinds}
    return {**made, "plot": lab.plot([device]), "scan": lab.scan_panel(), "dashboard": lab.dashboard()}


def close_all():
    for panel in list(shelf._live.values()):
        panel.close()


async def test_a_strangers_device_is_text_everywhere():
    metadata = pb.DeviceMetadata(position_units=NAME, reading_units=NAME)
    info = pb.DeviceInfo(id=NAME, name=NAME, driver_type=NAME, capabilities=CAPABILITIES, metadata=metadata)
    for flag in ("is_movable", "is_readable", "is_frame_producer", "is_triggerable", "is_exposure_controllable"):
        if flag in info.DESCRIPTOR.fields_by_name:
            setattr(info, flag, True)
    async with listening() as peer:
        peer.reply = Reply((b"",))
        peer.by_rpc["ListDevices"] = Reply((pb.ListDevicesResponse(devices=[info]).SerializeToString(),))
        state = pb.DeviceStateResponse(device_id=NAME, online=True, position=math.pi)
        peer.by_rpc["GetDeviceState"] = Reply((state.SerializeToString(),))
        async with await connect(peer.address) as lab:
            device = lab[NAME]
            things = {"lab": lab, "device": device, "runs": lab.runs, **panels_of(lab, device)}
            device.last.note(math.pi)
            for name, thing in things.items():
                bundle = shown(thing)
                assert "img" in bundle["text/plain"] or name in ("lab", "runs", "dashboard", "scan"), name
                assert "<img" not in bundle["text/html"], name
            assert "&lt;img" in device._repr_html_()
            close_all()


@pytest.mark.integration
async def test_lines_below_a_figure_are_text(lab):
    """An `ipywidgets.HTML` shows whatever it is given, so what strangers named must not reach it as it is."""
    run = lab.scan(["mock_power_meter"], "mock_stage", 5, 7.5, 26)
    await run
    run.table._units = dict.fromkeys(run.table.units, NAME)
    figure = run.plot()
    try:
        figure._word.say(f"{NAME} moves to 5 {NAME}")
        lines = [child for child in figure.children if isinstance(child, ipywidgets.HTML)]
        assert len(lines) == 2
        for line in lines:
            assert "&lt;img" in line.value
            assert "<img" not in line.value
    finally:
        figure.close()


@pytest.mark.integration
async def test_a_token_is_in_no_widget_and_no_display(simulator):
    with simulator("--realistic", "--token", TOKEN) as daemon:
        async with await connect(daemon.address, token=TOKEN) as lab:
            camera, laser, stage = lab["mock_camera"], lab["mock_laser"], lab["mock_stage"]
            panels = [lab.scan_panel(), lab.dashboard(), *(each.panel() for each in (camera, laser, stage))]
            run = lab.count([lab["mock_power_meter"]])
            await run
            kept = [json.dumps(shown(thing), default=str) for thing in (lab, stage, run, lab.runs, *panels)]
            state = json.dumps(ipywidgets.Widget.get_manager_state(), default=str)
            assert "mock_stage" in state
            assert not any(TOKEN in text for text in [state, *kept])
            close_all()


@pytest.mark.integration
async def test_devices_and_moves_are_shown(lab):
    stage = lab["mock_stage"]
    await stage.move(1)
    status = stage.move(40)
    await stage.position()
    assert "<b>mock_stage</b> Motor" in stage._repr_html_()
    assert " mm, 0 s ago" in stage._repr_html_()
    assert status._repr_html_().startswith("<b>mock_stage</b> to 40 mm: under way")
    await status
    assert status._repr_html_() == "<b>mock_stage</b> to 40 mm: done"
    beyond = stage.move(90)
    await stage.stop()
    with pytest.raises(Exception, match="stopped"):
        await beyond
    assert "failed: " in beyond._repr_html_()


@pytest.mark.integration
def test_tab_completes_the_ids_of_devices(daemon):
    shell = InteractiveShell.instance()
    try:
        with connect_blocking(daemon.address) as lab:
            shell.user_ns["lab"] = lab
            completer = IPCompleter(shell=shell, namespace=shell.user_ns, use_jedi=False)
            with provisionalcompleter():
                texts = [each.text for each in completer.completions('lab["mock_st', 12)]
            assert {"mock_stage", "mock_stage_y"} <= {text.strip('"]') for text in texts}
            assert "<b>mock_stage</b> Motor" in lab["mock_stage"]._repr_html_()
    finally:
        InteractiveShell.clear_instance()
