"""Reviewed clinical content: data files with source, status and version, and what reads them."""
