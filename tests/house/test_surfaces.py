"""One noun, the same verbs on both surfaces: what the classes offer, but for the exceptions named here."""

import pytest

from rust_daq_jupyter.blocking import factory as twins
from rust_daq_jupyter.blocking.axis import Axis as BlockingAxis
from rust_daq_jupyter.blocking.lab import Lab as BlockingLab
from rust_daq_jupyter.devices.axis import Axis
from rust_daq_jupyter.devices.device import VERBS, Device
from rust_daq_jupyter.devices.factory import KINDS
from rust_daq_jupyter.devices.guard import Guarded
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.lab import Lab
from rust_daq_jupyter.scans.run import Run

PAIRS = [(Lab, BlockingLab), (Axis, BlockingAxis), (Device, twins.Device), *twins.TWINS.items()]

# What waiting code calls otherwise: a property that is set, or a name that scripts know.
OTHERWISE = {"move_by": "move_relative", "set_exposure": "exposure_ms", "set_wavelength": "wavelength_nm"}
ONLY_AWAITED = {
    "streams, of which waiting code has subscribe()": "states changes positions values readings frames",
    "what a device is made of": "client info home prepare parameters_known parameter_limits parameter_units",
    "what is known of a device without asking it": "last trouble held_by can_stop motion pending_target",
    "checks for who sends something": (
        "check_free check_parameter check_position check_exposure check_wavelength check_own_limits check"
    ),
    "for runs, which end by other ways than a user": "halt revoke rested give_back_slots turn",
    "of a connection's beginning, and of the server": "open stop_key",
}
ONLY_BLOCKED = {
    "in the place of streams": "subscribe",
    "which capability a class asks for": "needs",
    "the awaited surface and the private loop": "lab wait move twin_of stop_motor end_with_python",
    "an attribute there": "client",
}


def words(table):
    return {name for names in table.values() for name in names.split()}


def public(kind):
    """What a class offers: its own names, inherited ones, and plain attributes that may be assigned to."""
    names = {name for each in kind.__mro__ for name in vars(each)} | set(getattr(kind, "_plain", ()))
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize(("awaited", "blocked"), PAIRS)
def test_the_same_verbs_on_both_surfaces(awaited, blocked):
    here, there = public(awaited), public(blocked)
    assert here - there - set(OTHERWISE) - words(ONLY_AWAITED) == set(), "lacking on the blocking surface"
    assert there - here - set(OTHERWISE.values()) - words(ONLY_BLOCKED) == set(), "lacking on the awaited surface"
    assert {OTHERWISE[name] for name in here & set(OTHERWISE)} <= there
    assert there & set(OTHERWISE) == set()


def test_what_can_be_set_on_one_side_can_be_set_on_the_other():
    for awaited, blocked in PAIRS:
        settable = {name for name in public(awaited) if getattr(getattr(awaited, name, None), "fset", None)}
        assert [name for name in settable if getattr(blocked, name).fset is None] == []


def test_no_exception_is_left_over():
    awaited = set().union(*(public(each) for each, _ in PAIRS))
    blocked = set().union(*(public(each) for _, each in PAIRS))
    assert words(ONLY_AWAITED) | set(OTHERWISE) <= awaited
    assert words(ONLY_BLOCKED) | set(OTHERWISE.values()) <= blocked


def test_every_kind_of_device_has_a_twin_and_guards_what_is_assigned_to():
    assert {kind for _, kind in KINDS} == set(twins.TWINS)
    for pair in PAIRS[1:]:
        assert all(issubclass(each, Guarded) for each in pair)


def test_every_verb_of_a_capability_is_refused_in_words_where_it_is_lacking():
    for needed, kind in KINDS:
        verbs = {verb for capability in needed for verb in VERBS[capability]}
        own = public(kind) - public(Device) - words(ONLY_AWAITED) - {"units", "stop"}  # of several capabilities
        assert own - verbs == set(), kind


def test_statuses_and_runs_are_the_same_on_both():
    for name in ["__await__", "wait", "done", "success", "exception", "add_callback", "watch", "cancel"]:
        assert hasattr(Status, name), name
    for name in ["__await__", "wait", "df", "pause", "resume", "stop", "abort", "progress", "peaks"]:
        assert hasattr(Run, name), name
