"""Layer 2: the blocking surface over devices and scans, a line a method and no logic of its own."""
