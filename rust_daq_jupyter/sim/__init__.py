"""A daemon that needs no hardware and talks real gRPC; it knows nothing of the client and runs only as a process."""
