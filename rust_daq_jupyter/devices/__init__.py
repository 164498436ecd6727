"""What a scientist holds: devices with the verbs of their capabilities, asynchronous; they know no gRPC."""
