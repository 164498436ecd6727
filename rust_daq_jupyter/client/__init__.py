"""Layer 1: one daemon over one channel; gRPC and status codes stop here."""

import os

# gRPC's own care for forks starts its threads anew in the child, and they crash it: of 30 children that did nothing at
# all 7 died (grpcio 1.85). Nothing here uses gRPC after a fork, so it is to leave the child alone. It reads this once,
# when it is imported, which it is by files of this folder.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
