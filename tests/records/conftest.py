"""A journal of its own for every test."""

import pytest

from rust_daq_jupyter.records.journal import Journal


@pytest.fixture
def journal(tmp_path):
    found = Journal(tmp_path)
    yield found
    found.close()
