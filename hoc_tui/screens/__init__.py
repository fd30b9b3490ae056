"""One screen for each task; the only place that calls the services."""
