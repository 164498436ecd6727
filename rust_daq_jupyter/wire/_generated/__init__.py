"""Stubs compiled by scripts/generate.py from protos/; never edited."""
