"""devices/numbers.py: which numbers of a device are axes."""

import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import NotSupported, Refused

pytestmark = pytest.mark.integration


async def test_what_is_no_number_is_no_axis(faithful):
    async with await connect(faithful) as lab:
        with pytest.raises(Refused, match="exposure"):
            lab["mock_camera"].axis("exposur_ms")
        with pytest.raises(NotSupported, match="bool"):
            lab["mock_camera"].axis("armed")
