"""The project's own lints: promises that no general tool knows, each with its reason where it is written."""
