"""panels/mail.py: panels that are shown in the same documents are told in one message, each what is its own."""

import asyncio
import itertools

import pytest

from rust_daq_jupyter.panels import DetectorPanel
from rust_daq_jupyter.panels.mail import Letter, Mail
from tests.panels.pages import Page
from tests.waits import until


class Sender:
    """Keeps what it was given to send."""

    def __init__(self, fails=False):
        self.sent, self.told, self.fails, self.is_closed = [], [], fails, False

    def send(self, content, buffers=None):
        if self.fails or any(letter.get("bad") for letter in content.get("letters", [content])):
            raise ValueError("cannot be sent")
        self.sent.append((content, list(buffers)))

    def complain(self, error):
        self.told.append(error)


def letter(sender, page, *documents, **content):
    return Letter(sender, [page], frozenset(documents), {"kind": "flow", "parts": [page], **content}, [page.encode()])


async def posted(*letters):
    mail = Mail()
    for each in letters:
        mail.post(each)
    await asyncio.sleep(0)


async def test_what_is_shown_in_the_same_documents_goes_together_and_in_order():
    one, two, far = Sender(), Sender(), Sender()
    await posted(letter(one, "a", "d"), letter(far, "c", "d", "e"), letter(two, "b", "d"), letter(one, "a", "d"))
    (content, buffers), *more = one.sent
    assert more == []
    assert [each["to"] for each in content["letters"]] == [["a"], ["b"], ["a"]]
    assert buffers == [b"a", b"b", b"a"]
    assert two.sent == []
    assert far.sent == [({"kind": "flow", "parts": ["c"]}, [b"c"])]


async def test_a_letter_that_cannot_be_sent_holds_up_no_other():
    good, bad = Sender(), Sender()
    await posted(letter(bad, "a", "d", bad=True), letter(good, "b", "d"))
    assert len(good.sent) == 1
    assert good.told == []
    assert [str(error) for error in bad.told] == ["cannot be sent"]


async def test_a_closed_panel_neither_sends_nor_carries():
    closed, open_ = Sender(), Sender()
    closed.is_closed = True
    await posted(letter(closed, "a", "d"), letter(open_, "b", "d"))
    assert closed.sent == []
    assert [content["parts"] for content, _ in open_.sent] == [["b"]]


@pytest.mark.integration
async def test_panels_of_a_page_are_told_together_and_miss_nothing(lab):
    panels = [DetectorPanel([lab["mock_power_meter"]], rate_hz=20 + number) for number in range(4)]
    pages = [Page(panel, document="d") for panel in [*panels, lab["mock_stage"].panel()]]
    alone = Page(panels[0], document="another")
    await until(lambda: all(page.flows for page in pages))
    await until(lambda: sum(page.carried for page in pages) > 5)
    status = lab["mock_stage"].move(30)
    await until(lambda: pages[-1].data["target"] == 30)
    await status
    for page in [*pages, alone]:
        seqs = [flow["seq"] for flow in page.flows]
        assert all(after - before == 1 for before, after in itertools.pairwise(seqs))
    for panel, page in zip(panels, pages, strict=False):
        await until(lambda page=page: len(page.columns["times_0"]) > 20)
        times = page.columns["times_0"]
        assert times == panel._traces[0].window.whole()[0].tolist()[: len(times)]
    for panel in panels:
        panel.close()
