"""What maintainers run: lints and helpers. Nothing of it is in the package."""
