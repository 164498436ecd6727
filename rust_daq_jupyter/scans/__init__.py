"""What a scientist does with devices: plans, and the runs that carry them out."""
