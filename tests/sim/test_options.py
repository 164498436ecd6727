"""The command line of the simulated daemon."""

import pytest

from rust_daq_jupyter.sim.options import Quirks, parse


def test_the_defaults():
    options = parse([])
    assert (options.port, options.is_realistic, options.speed, options.quirks) == (50051, False, 1.0, Quirks())


def test_the_bench_has_no_quirks_but_on_request():
    assert not parse(["--realistic"]).quirks.slot_leak
    assert parse(["--realistic", "--quirk", "slot-leak=on"]).quirks.slot_leak
    assert not parse(["--faithful", "--quirk", "slot-leak=off"]).quirks.slot_leak


@pytest.mark.parametrize(
    "argv",
    [
        ["--faithful", "--realistic"],
        ["--speed", "0"],
        ["--tls-cert", "a.pem"],
        ["--quirk", "slot-leak"],
        ["--quirk", "nonsense=off"],
        ["--rea"],
    ],
)
def test_what_makes_no_sense_is_one_line_and_an_exit_code(argv, capsys):
    with pytest.raises(SystemExit) as caught:
        parse(argv)
    assert caught.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_quirks_are_all_on_or_all_off_until_one_is_named():
    assert parse(["--realistic"]).quirks == Quirks(False, False, False, False, False)
    assert parse(["--quirk", "engine-wedge=off"]).quirks == Quirks(engine_wedge=False)
