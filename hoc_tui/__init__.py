"""A keyboard-driven program for the House of Care conversation: one record, one plan, two people at one screen."""

__version__ = "0.1.0"
"""The version of the program; the packaging and `hoc-tui --version` both read it here."""
