"""What tests of the runtime directory register, mark and age."""

import os
import time
from pathlib import Path

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint

ENDPOINT = Endpoint(Address.parse("https://Daq.Lab:50052"), "secret", "/etc/lab-ca.pem")
KEY = ENDPOINT.address.key
DAY_S = 24 * 3600


def make_older(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))
