"""What a scientist sees: one widget a noun; importing it makes the panels known to `devices.views`."""
