"""Layer 1: one daemon over one channel; gRPC and status codes stop here."""
