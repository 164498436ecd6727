"""The blocking layer in one script: devices, moves, a subscription, a scan.

`python examples/layer2_demo.py [address]`; without an address it starts the simulated bench and ends it again.
"""

import sys

from rust_daq_jupyter import Detector, LimitError, Motor, Status, WaitTimeout, connect, run, scan


def look_around(motor: Motor, detector: Detector) -> None:
    """What a device says of itself."""
    print(f"{motor.id} is at {motor.position:.3f} {motor.units}, limits {motor.limits}")
    print(f"{detector.id} reads {detector.read():.4g} {detector.units}")


def move_about(motor: Motor) -> None:
    """Four ways to move: set, move and wait, move and go on meanwhile, move by a distance."""
    motor.position = 1.0
    motor.move(2.0)
    status = motor.move(5.0, wait=False)
    status.add_callback(tell)
    try:
        status.wait(timeout=0.001)
    except WaitTimeout:
        print("it still moves, and goes on")
    status.wait(timeout=30)
    motor.move_relative(-1.0)
    print(f"now at {motor.position:.3f} {motor.units}")


def tell(status: Status) -> None:
    """Called on a worker thread when the move has ended."""
    print(f"the move {'arrived' if status.success else 'did not arrive'}")


def stay_inside(motor: Motor) -> None:
    """Your own limits are checked before anything is sent."""
    motor.limits = (0.0, 20.0)
    try:
        motor.move(1000.0)
    except LimitError as error:
        print(f"refused: {error}")
    motor.limits = None


def take_a_scan(motor: Motor, detector: Detector) -> None:
    """Eleven points, grouped under a name, as a DataFrame."""
    with run(name="layer 2 demo", metadata={"operator": "me"}):
        data = scan(detectors=[detector], motor=motor, start=0, stop=10, steps=11, dwell_time=0.02)
    print(data)


def main(address: str) -> None:
    """Does all of it on one connection, which ends with the block."""
    with connect(address, timeout=10.0):
        motor, detector = Motor("mock_stage"), Detector("mock_power_meter")
        look_around(motor, detector)
        move_about(motor)
        stay_inside(motor)
        subscription = detector.subscribe(lambda value: None, rate_hz=10)
        take_a_scan(motor, detector)
        subscription.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "sim")
