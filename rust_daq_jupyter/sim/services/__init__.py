"""The daemon's services, one file each; rpcs are methods of the same name that the gate finds."""
