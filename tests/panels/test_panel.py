"""panels/panel.py: what holds for every panel, above all that it lives while a cell blocks."""

import threading

import ipywidgets
import pytest

import rust_daq_jupyter
from rust_daq_jupyter.devices import views
from rust_daq_jupyter.errors import NotSupported
from rust_daq_jupyter.panels import Panel, pages, shelf
from rust_daq_jupyter.panels.flow import MAX_PAGES
from tests.panels.pages import Page
from tests.waits import eventually, until

pytestmark = pytest.mark.integration


@pytest.fixture
def blocking(daemon):
    with rust_daq_jupyter.connect(daemon.address) as lab:
        yield lab
        for panel in list(shelf._live.values()):
            panel.close()


def test_a_panel_of_a_blocking_connection_lives_while_a_cell_blocks(blocking):
    stage = rust_daq_jupyter.Motor("mock_stage")
    panel = stage.panel()
    page = Page(panel)
    eventually(lambda: page.flows)
    ask = page.ask_now("move", target=stage.position + 60)
    eventually(lambda: page.answers.get(ask))
    positions = lambda: {flow["data"]["position"] for flow in page.flows}  # noqa: E731
    eventually(lambda: len(positions()) > 5)
    eventually(lambda: page.data["target"] is None)
    assert stage.panel() is panel


def test_traits_are_written_on_the_home_loop_alone(blocking):
    panel = blocking["mock_stage"].panel()
    writers = set()
    panel.observe(lambda change: writers.add(threading.current_thread().name), names=["step", "decimals", "stop"])
    page = Page(panel)
    for name, args in (("set_step", {"step": 3.0}), ("set_decimals", {"decimals": 1})):
        ask = page.ask_now(name, **args)
        assert eventually(lambda ask=ask: page.answers.get(ask))["ok"]
    page.say("stop", id="stop", device="mock_stage")
    eventually(lambda: page.answers.get("stop"))
    eventually(lambda: panel.stop["known"] == "yes")
    assert writers == {"rust-daq-io"}


def test_a_panel_is_closed_from_any_thread_and_leaves_no_model(blocking):
    before = len(ipywidgets.widgets.widget._instances)
    panel = blocking.scan_panel()
    page = Page(panel)
    eventually(lambda: page.flows)
    panel.close()
    eventually(lambda: len(ipywidgets.widgets.widget._instances) == before)
    assert blocking.scan_panel() is not panel


def test_an_ask_after_everything_ended_is_answered(daemon):
    lab = rust_daq_jupyter.connect(daemon.address)
    panel = lab["mock_stage"].panel()
    page = Page(panel)
    eventually(lambda: page.flows)
    lab.close()
    assert panel.connection["state"] == "closed"
    ask = page.ask_now("move", target=1.0)
    assert eventually(lambda: page.answers.get(ask))["error"]["type"] == "NotConnected"
    page.say("stop", id="stop", device="mock_stage")
    assert eventually(lambda: page.answers.get("stop"))["value"]["reports"][0]["outcome"] == "stopped"
    panel.close()
    assert eventually(lambda: panel.comm is None)


async def test_what_was_not_foreseen_is_told(lab):
    class Broken(Panel):
        """A panel with a fault of its own."""

        noun = "motor"

        async def ask_break(self):
            """Fails."""
            raise ZeroDivisionError("by zero")

        def readers(self):
            """Fails while it reads."""

            async def read():
                raise LookupError("no such thing")

            return [read]

    panel = Broken(lab.client, title="broken")
    page = Page(panel)
    error = await page.ask("break")
    assert error["type"] == "ZeroDivisionError"
    assert "by zero" in error["message"]
    await until(lambda: panel.notice and "no such thing" in panel.notice["text"])
    assert panel.notice["level"] == "error"
    panel.close()


async def test_half_a_character_is_refused_in_one_line(lab, caplog):
    page = Page(lab["mock_camera"].panel())
    page.panel.ask_show = lab["mock_camera"].client.get_device_state
    error = await page.ask("show", device_id="\ud800")
    assert error["type"] == "BadValue"
    assert "half a character" in error["message"]
    assert not caplog.records
    page.panel.close()


async def test_a_page_acknowledges_for_several_panels(lab):
    motor = Page(lab["mock_stage"].panel(), acknowledges=False)
    meter = Page(lab["mock_power_meter"].panel(), acknowledges=False)
    assert motor.panel.kernel == meter.panel.kernel != ""
    await until(lambda: len(meter.flows) == len(motor.flows) == 2)
    nonsense = [["nobody", 1], [meter.name], None, [1, 2]]
    motor.say("acks", acks=[*nonsense, *([page.name, page.flows[-1]["seq"]] for page in (motor, meter))])
    await until(lambda: len(meter.flows) == len(motor.flows) == 4)
    motor.bye()
    motor.say("acks", acks=[[motor.name, 4]])
    assert not motor.panel._pump.flow.is_watched


async def test_pages_that_never_say_good_bye_are_forgotten(lab):
    panel, other = lab["mock_stage"].panel(), lab["mock_power_meter"].panel()
    looks, hidden = Page(panel, acknowledges=False), Page(other, visible=False)
    for number in range(3 * MAX_PAGES):
        panel._handle_custom_msg({"kind": "hello", "page": f"reloaded {number}", "visible": False}, [])
    assert sum(found is panel for found in pages._panels.values()) == MAX_PAGES
    await until(lambda: looks.flows)
    hidden.say("acks", acks=[[looks.name, looks.flows[-1]["seq"]]])
    await until(lambda: len(looks.flows) > 2)
    panel.close()
    await until(lambda: panel not in pages._panels.values())
    assert pages._panels[hidden.name] is other
    other.close()


async def test_kinds_that_are_not_here_are_refused(lab):
    with pytest.raises(NotSupported, match="nonsense panel"):
        views.show("nonsense", lab["mock_camera"])
