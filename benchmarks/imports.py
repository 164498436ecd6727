"""What `import rust_daq_jupyter` costs, as a ratio to `import grpc`, each in fresh interpreters in turn."""

import statistics
import subprocess
import sys

ROUNDS = 15
CLOCK = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
TARGET = 1.5


def import_s(module: str) -> float:
    """Seconds that importing takes in an interpreter of its own."""
    done = subprocess.run([sys.executable, "-c", CLOCK.format(module)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Prints the medians and their ratio."""
    taken_s: dict[str, list[float]] = {"rust_daq_jupyter": [], "rust_daq_jupyter.aio": [], "grpc": []}
    for number in range(ROUNDS + 1):
        for module, times in taken_s.items():
            seconds = import_s(module)
            if number:  # the first round fills the disk cache
                times.append(seconds)
    medians = {module: statistics.median(times) for module, times in taken_s.items()}
    for module, median in medians.items():
        ratio = median / medians["grpc"]
        print(f"import {module:<24} {median * 1000:7.1f} ms   {ratio:5.2f} x grpc")
    print(f"target for rust_daq_jupyter: at most {TARGET} x grpc")


if __name__ == "__main__":
    main()
