"""The simulated instruments, by the nouns of the daemon; none of them knows gRPC."""
