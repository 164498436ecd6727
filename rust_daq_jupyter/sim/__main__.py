"""`python -m rust_daq_jupyter.sim`: the simulated daemon from the shell."""

import sys

from rust_daq_jupyter.sim.daemon import main

sys.exit(main(sys.argv[1:]))
