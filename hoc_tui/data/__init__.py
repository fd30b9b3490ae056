"""The database and nothing else: the only package that imports SQLAlchemy."""
