"""What is kept of a run: its table, its peaks; it knows neither devices nor the daemon."""
