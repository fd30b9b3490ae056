"""The schema version this program speaks, where it can be asked for without loading SQLAlchemy."""

HEAD = "0006"
"""The newest migration; a test holds it to that."""
