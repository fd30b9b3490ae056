"""What tests stand on: real databases, real records, and nothing that knows a single feature."""
