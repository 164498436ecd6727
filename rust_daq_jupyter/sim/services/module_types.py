"""What ModuleService tells of its one type of module."""

from rust_daq_jupyter.sim.monitor import ROLE, TYPE_ID
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

NAME, DESCRIPTION = "Power Monitor", "Watches a power meter and tells when it leaves its thresholds"
EVENTS = ("state_change", "threshold_low", "threshold_high", "threshold_normal", "read_error")
DATA = ("power_reading", "statistics")


def summary() -> pb.ModuleTypeSummary:
    """A line of the list; its categories are the events."""
    return pb.ModuleTypeSummary(type_id=TYPE_ID, display_name=NAME, description=DESCRIPTION, categories=EVENTS)


def describe() -> pb.ModuleTypeInfo:
    """All of it."""
    role = pb.ModuleRole(
        role_id=ROLE, display_name="Power Meter", description="What is read", required_capability="readable"
    )
    return pb.ModuleTypeInfo(
        type_id=TYPE_ID,
        display_name=NAME,
        description=DESCRIPTION,
        version="1.0.0",
        required_roles=[role],
        parameters=[
            _parameter("sample_rate_hz", "10", "Hz", "0.1", "100"),
            _parameter("low_threshold", "", "W"),
            _parameter("high_threshold", "", "W"),
            _parameter("averaging_window_s", "1", "s", "0.1", "60"),
        ],
        event_types=EVENTS,
        data_types=DATA,
    )


def _parameter(
    name: str, default: str, units: str, low: str | None = None, high: str | None = None
) -> pb.ModuleParameter:
    return pb.ModuleParameter(
        param_id=name,
        display_name=name.replace("_", " ").capitalize(),
        param_type="float",
        default_value=default,
        min_value=low,
        max_value=high,
        units=units,
    )
