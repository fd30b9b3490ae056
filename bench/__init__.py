"""Measurements, each against what it was promised to be: `python -m bench [NAME...]`."""
