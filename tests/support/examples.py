"""How many examples a slow test of a rule tries: few in a usual run, twenty times as many in a thorough one."""

from hypothesis import HealthCheck, settings

USUAL = 100
"""Examples that Hypothesis tries when it is told nothing."""


def examples(few: int, *, steps: int = 50) -> settings:
    """Settings for a test each of whose examples asks a database or paints a screen.

    Args:
        few: Examples in a usual run; `pytest --hypothesis-profile thorough` tries twenty times as many.
        steps: The most steps of an example, where a test takes steps.
    """
    times = max(1, settings().max_examples // USUAL)
    return settings(
        max_examples=few * times, stateful_step_count=steps, suppress_health_check=list(HealthCheck), deadline=None
    )
