"""Runs the measurements: all of them, or those named."""

import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module

import bench
from bench.figures import Figure


def main(names: list[str]) -> int:
    """Print every figure as it is taken.

    Args:
        names: Modules of this folder; empty for all that measure something.

    Returns:
        0 when every promise is kept, 1 otherwise.
    """
    missed = 0
    for figure in _figures(names):
        print(figure.line, flush=True)
        missed += not figure.kept
    print(f"{missed} promises missed" if missed else "every promise kept")
    return int(missed > 0)


def _figures(names: list[str]) -> Iterator[Figure]:
    for found in pkgutil.iter_modules(bench.__path__):
        if found.name == "__main__" or (names and found.name not in names):
            continue
        module = import_module(f"bench.{found.name}")
        if hasattr(module, "measure"):
            print(f"-- {found.name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
            yield from module.measure()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
