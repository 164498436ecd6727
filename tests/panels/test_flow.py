"""panels/flow.py: two messages under way at most, newest for who looks, nothing for who does not."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rust_daq_jupyter.panels.flow import HEARTBEAT_S, MAX_PAGES, PATIENCE_S, WINDOW, Flow


@pytest.fixture
def flow():
    made = Flow()
    made.hello("a", True)
    seq, reset = made.send(0.0)
    made.acknowledge("a", seq)
    assert reset
    return made


def test_a_page_that_comes_gets_everything_even_when_nobody_looks():
    flow = Flow()
    assert flow.is_idle
    flow.hello("a", False)
    assert flow.is_due(0.0, has_news=False)
    assert flow.send(0.0) == (1, True)
    assert flow.is_idle
    assert not flow.is_due(100.0, has_news=True)


def test_two_under_way_and_no_more(flow):
    for _ in range(WINDOW):
        assert flow.is_due(0.1, has_news=True)
        seq, reset = flow.send(0.1)
        assert not reset
    assert not flow.is_due(0.2, has_news=True)
    flow.acknowledge("a", seq - 1)
    assert flow.is_due(0.2, has_news=True)


def test_an_acknowledgement_covers_what_went_before_it(flow):
    flow.send(0.1)
    seq, _ = flow.send(0.1)
    flow.acknowledge("a", seq)
    flow.send(0.2)
    assert flow.is_due(0.2, has_news=True)


def test_silence_is_broken_once_a_second(flow):
    assert not flow.is_due(0.9 * HEARTBEAT_S, has_news=False)
    assert flow.is_due(HEARTBEAT_S, has_news=False)


def test_a_silent_page_is_left_out_and_reset_when_it_speaks(flow):
    flow.hello("b", True)
    flow.send(1.0)
    flow.acknowledge("a", 2)
    flow.leave_out(1.0 + PATIENCE_S)
    assert flow.is_watched
    flow.send(1.0 + PATIENCE_S)
    assert not flow.is_due(1.0 + PATIENCE_S, has_news=True)  # b still counts
    flow.acknowledge("a", 3)
    flow.leave_out(1.1 + PATIENCE_S)
    assert flow.is_due(1.1 + PATIENCE_S, has_news=True)
    assert flow.send(1.1 + PATIENCE_S) == (4, False)
    flow.acknowledge("b", 2)
    assert flow.send(1.2 + PATIENCE_S) == (5, True)


def test_the_last_page_falling_silent_ends_the_watching(flow):
    flow.send(0.0)
    flow.leave_out(PATIENCE_S + 0.1)
    assert flow.is_idle
    flow.look("a", True)
    assert flow.is_watched
    assert flow.is_due(PATIENCE_S + 0.2, has_news=False)


def test_a_hidden_page_holds_nobody_back_and_keeps_up(flow):
    flow.hello("hidden", False)
    for now_s in range(10):
        seq, _ = flow.send(now_s)
        flow.acknowledge("a", seq)
        flow.acknowledge("hidden", seq)
    assert flow.is_due(20.0, has_news=True)
    flow.look("hidden", True)
    assert flow.send(20.0)[1] is False


def test_a_hidden_page_that_missed_something_gets_everything(flow):
    flow.look("a", False)
    flow.hello("b", True)
    flow.send(0.1)
    flow.look("a", True)
    assert flow.send(0.2)[1] is True


def test_a_forgotten_page_that_speaks_is_a_new_one(flow):
    flow.acknowledge("stranger", 7)
    assert flow.send(0.1)[1] is True
    flow.look("other", True)
    assert flow.is_watched


def test_pages_that_never_say_good_bye_are_bounded(flow):
    for number in range(2 * MAX_PAGES):
        flow.hello(f"reload {number}", False)
    assert len(flow._pages) == MAX_PAGES
    assert flow.is_watched  # the page somebody looks at was not the one to go
    for number in range(2 * MAX_PAGES):
        flow.hello(f"open {number}", True)
    assert len(flow._pages) == MAX_PAGES


def test_good_bye(flow):
    flow.bye("a")
    flow.bye("a")
    assert flow.is_idle


class Pages(RuleBasedStateMachine):
    """Pages that come, look, acknowledge and vanish in any order."""

    names = st.sampled_from(["a", "b", "c"])

    def __init__(self):
        super().__init__()
        self.flow = Flow()
        self.now_s = 0.0
        self.seq = 0
        self.fresh = set()

    @rule(name=names, visible=st.booleans())
    def hello(self, name, visible):
        self.flow.hello(name, visible)
        self.fresh.add(name)

    @rule(name=names, visible=st.booleans())
    def look(self, name, visible):
        if name not in self.flow._pages:
            self.fresh.add(name)
        self.flow.look(name, visible)

    @rule(name=names, behind=st.integers(0, 3))
    def acknowledge(self, name, behind):
        if name in self.flow._pages:
            self.flow.acknowledge(name, max(0, self.seq - behind))

    @rule(name=names)
    def bye(self, name):
        self.flow.bye(name)
        self.fresh.discard(name)

    @rule(passed_s=st.floats(0.01, 7.0), has_news=st.booleans())
    def tick(self, passed_s, has_news):
        self.now_s += passed_s
        self.flow.leave_out(self.now_s)
        if self.flow.is_due(self.now_s, has_news):
            seq, reset = self.flow.send(self.now_s)
            assert seq == self.seq + 1
            assert reset or not self.fresh
            self.seq = seq
            self.fresh.clear()

    @precondition(lambda self: self.flow.is_watched)
    @rule()
    def everybody_acknowledges(self):
        for name in self.flow._pages:
            self.flow.acknowledge(name, self.seq)
        assert self.flow.is_due(self.now_s + 1.01 * HEARTBEAT_S, has_news=False)
        assert self.flow.is_due(self.now_s, has_news=True)

    @invariant()
    def no_window_is_exceeded(self):
        assert all(len(page.under_way) <= WINDOW for page in self.flow._pages.values())

    @invariant()
    def who_does_not_count_is_owed_nothing(self):
        assert all(page.counts or not page.under_way for page in self.flow._pages.values())

    @invariant()
    def nothing_is_due_to_nobody(self):
        if self.flow.is_idle:
            assert not self.flow.is_due(self.now_s + 1e9, has_news=True)


TestPages = Pages.TestCase
TestPages.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
