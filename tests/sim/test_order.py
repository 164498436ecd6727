"""sim/faults/order.py and when.py: the words that order a fault, and how often it strikes."""

import grpc
import pytest

from rust_daq_jupyter.sim import faults
from rust_daq_jupyter.sim.faults.when import When

RPCS = ["ReadValue", "StreamValues", "StreamDocuments"]


def test_a_text_may_have_colons():
    order = faults.parse("refuse:ReadValue:unavailable:serial: timeout", RPCS)
    assert (order.rpc, order.fault.refusal.code) == ("ReadValue", grpc.StatusCode.UNAVAILABLE)
    assert order.fault.refusal.text == "serial: timeout"


@pytest.mark.parametrize(
    "spec",
    [
        "delay:ReadValue:0.5",
        "driver:ReadValue:communication:serial: timeout",
        "hang:*",
        "drop:ReadValue@every3",
        "garble:ReadValue@p0.5:7",
        "cut:StreamValues:4",
        "disconnect:StreamValues@first1",
        "freeze:ReadValue:2",
        "restart:ReadValue:2",
        "wedge-engine",
        "leak-slots:2",
        "lose-documents@every3",
    ],
)
def test_every_kind_is_ordered_in_a_word(spec):
    order = faults.parse(spec, RPCS)
    assert order.spec == spec
    assert order.is_about("ReadValue") or order.rpc in ("StreamValues", "StreamDocuments")


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "delay",
        "delay:ReadValue",
        "delay:ReadValue:soon",
        "delay:ReadValue:-1",
        "delay:ReadValue:nan",
        "refuse:ReadValue:NO_SUCH_CODE",
        "hang:ReadVale",
        "driver:ReadValue:tired",
        "explode:ReadValue",
        "hang@first1:ReadValue",
        "hang:ReadValue@first0",
        "hang:ReadValue@seldom",
        "hang:ReadValue@p2",
        "hang:ReadValue:much",
        "cut:ReadValue:few",
        "leak-slots:all",
        "wedge-engine:ReadValue",
    ],
)
def test_nonsense_is_refused_with_a_remedy(spec):
    with pytest.raises(ValueError, match="fault"):
        faults.parse(spec, RPCS)


def test_the_help_explains_every_kind():
    assert all(f"  {kind}" in faults.TABLE for kind in faults.KINDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", "1111111"), ("first2", "1100000"), ("every3", "0010010"), ("p1", "1111111"), ("p0", "0" * 7)],
)
def test_how_often(text, expected):
    when = When(text)
    assert "".join(str(int(when.strikes())) for _ in range(7)) == expected


def test_chance_is_the_same_in_every_run():
    one, other = When("p0.3"), When("p0.3")
    struck = [one.strikes() for _ in range(1000)]
    assert struck == [other.strikes() for _ in range(1000)]
    assert 200 < sum(struck) < 400
