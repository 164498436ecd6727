"""panels/namespace.py: the name under which a table arrives, and that nothing of the user's is overwritten."""

import pytest

from tests.panels.scan_form import ended, form

pytestmark = pytest.mark.integration


async def test_names_are_counted_chosen_and_never_overwritten(page, shell):
    shell["scan_1"] = shell["mine"] = "the user's own"
    one = form(page, kind="count", count_num=1)
    assert (await page.ask("start", form=one))["name"] == "scan_2"
    await ended(page)
    assert (await page.ask("start", form={**one, "name": "alignment"}))["name"] == "alignment"
    assert page.panel.form["name"] == ""
    await ended(page)
    for wrong in ("mine", "alignment", "print", "for", "2nd", "a b", "_"):
        assert list((await page.ask("check", form={**one, "name": wrong}))["wrong"]) == ["name"], wrong
        assert (await page.ask("start", form={**one, "name": wrong}))["type"] == "BadValue", wrong
    assert shell["scan_1"] == shell["mine"] == "the user's own"
    assert len(shell["scan_2"]) == len(shell["alignment"]) == 1


async def test_a_name_taken_meanwhile_gets_a_number(page, shell):
    await page.ask("start", form=form(page, num=20, dwell_s=0.02, name="data"))
    shell["data"] = "came first"
    await ended(page)
    assert shell["data"] == "came first"
    assert len(shell["data_1"]) == 20
    assert page.panel.run["name"] == "data_1"
    assert "data_1" in page.panel.notice["text"]


async def test_without_a_shell_the_table_is_the_panels(page):
    await page.ask("start", form=form(page, num=3))
    await ended(page)
    assert len(page.panel.df) == 3
    assert page.panel.notice["text"] == "The table is in .df of this panel."
