"""Reusable parts of screens: they take views in and post messages out, and never call a service."""
