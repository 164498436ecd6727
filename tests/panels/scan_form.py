"""The scan panel's page, filled in and waited for."""

from tests.waits import until


def form(page, **fields):
    return {**page.panel.form, "start": 2.0, "stop": 6.0, "num": 9, "dwell_s": 0, **fields}


async def ended(page, status="success"):
    await until(lambda: page.panel.run and page.panel.run["status"] not in ("running", "paused"))
    assert page.panel.run["status"] == status, page.panel.run
    count = len(page.panel.df)
    await until(lambda: len(page.columns.get("time", [])) == count and page.data["progress"]["remaining_s"] == 0)
    assert page.data["progress"]["done"] == count
