"""Where a plan sends its motors; it knows no device."""

from rust_daq_jupyter.scans.steps import Move, Read


def setpoints(plan, origin):
    """Where all motors are sent at each point."""
    where, found = {}, []
    for step in plan.steps(origin):
        if isinstance(step, Move):
            where[step.motor] = step.position
        elif isinstance(step, Read):
            found.append(dict(where))
    return found
