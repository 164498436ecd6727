"""A full cockpit on one page for ten minutes: everything lives, nothing is dropped, and memory is flat."""

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import LONG_MS, browsing, serving
from tests.soak import cockpit

pytestmark = [
    pytest.mark.integration,
    pytest.mark.soak,
    pytest.mark.timeout(1200),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
LASTS_S = 600.0
GROWTH_MB = 12.0


def test_a_full_cockpit_lives(simulator, tmp_path):
    expect.set_options(timeout=LONG_MS)
    with (
        simulator("--realistic") as daemon,
        serving(tmp_path, RUST_DAQ_ADDRESS=daemon.address, RUST_DAQ_HOME=str(tmp_path)) as jupyter,
        browsing() as browser,
    ):
        seen = cockpit.endure(browser, jupyter, daemon.log, LASTS_S)
    print(seen.told())
    assert seen.dead == []
    assert seen.lost == []
    for name, size in seen.after.items():
        assert size < seen.before[name] + GROWTH_MB, name
