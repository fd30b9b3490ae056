"""The schema version this program speaks, where it can be asked for without loading SQLAlchemy."""

HEAD = "0005"
"""The newest migration; a test holds it to that."""
