"""A camera in a real page: at the width on screen, compressed where it is heavy, measured by the keyboard."""

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.integration,
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SHOW = """
import os
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.panels import darkroom
lab = await connect(os.environ["RUST_DAQ_ADDRESS"])
camera = lab["mock_camera"]
await camera.start()
panel = camera.panel()
panel
"""
COMPRESS = """
import asyncio
darkroom.HEAVIEST = 1000
while panel._developed.jpeg is None: await asyncio.sleep(0.01)
print("compressed")
"""
SHOWN = "canvas => Math.round(canvas.clientWidth * devicePixelRatio)"
BRIGHTEST = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return Math.max(...data.filter((_, index) => index % 40 === 0));
}"""


@pytest.fixture
def shown(notebook):
    notebook.jupyter.write("camera.ipynb", SHOW.strip())
    notebook.open("camera.ipynb", panels=1)
    return notebook


def test_a_picture_arrives_at_the_width_on_screen_raw_or_compressed(shown):
    panel = shown.panel("camera")
    picture = panel.locator(".rdj-picture")
    width = lambda: picture.evaluate("canvas => canvas.width")  # noqa: E731
    shown.wait_until(lambda: width() == min(640, picture.evaluate(SHOWN)), "it is as wide as it is shown")
    panel.evaluate("root => { root.style.width = '420px'; }")
    shown.wait_until(lambda: width() == picture.evaluate(SHOWN) < 420, "it comes narrower")
    shown.run_cell(COMPRESS.strip())
    panel.scroll_into_view_if_needed()
    expect(shown.output("compressed")).to_be_visible()
    panel.scroll_into_view_if_needed()
    frame = panel.locator(".rdj-foot").inner_text()
    shown.wait_until(lambda: panel.locator(".rdj-foot").inner_text() != frame, "frames go on")
    assert picture.evaluate(BRIGHTEST) > 200


def test_a_region_is_marked_by_the_keyboard_and_a_pixel_has_its_own_counts(shown):
    panel = shown.panel("camera")
    screen = panel.locator(".rdj-screen")
    expect(panel.locator('[data-role="mean"]')).to_be_visible()
    screen.focus()
    for key in ("ArrowRight", "Enter", "Shift+ArrowRight", "Shift+ArrowDown", "Enter"):
        screen.press(key)
    shown.run_cell("print('region', panel.region)")
    expect(shown.output("region {'x': 321, 'y': 240, 'width': 11, 'height': 11}")).to_be_visible()
    panel.get_by_role("button", name="Stop camera").click()
    expect(panel.get_by_role("button", name="Start camera")).to_be_visible()
    screen.focus()
    screen.press("ArrowRight")
    pixel = panel.locator('[data-role="pixel"] b')
    expect(pixel).to_contain_text(":")
    told = pixel.inner_text().replace(",", "").split()
    shown.run_cell(f"print('counts', panel.frame.pixels[{told[1].strip(':')}, {told[0]}])")
    expect(shown.output(f"counts {told[2]}")).to_be_visible()
