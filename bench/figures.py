"""Taking a measurement, and saying it as a share of what was promised: a ratio travels between machines."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One measured figure."""

    what: str
    measured: float
    allowed: float
    unit: str = "ms"
    more_is_better: bool = False
    """Whether the figure is a rate, which must reach what was promised instead of staying under it."""
    promised: bool = True
    """False for what only explains another figure: it is printed beside the same limit, and can miss nothing."""

    @property
    def share(self) -> float:
        """The measured figure as a share of what was promised; 1 is exactly as promised."""
        return self.measured / self.allowed

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        if not self.promised:
            return True
        return self.share >= 1 if self.more_is_better else self.share <= 1

    @property
    def line(self) -> str:
        """The figure as one line of a report."""
        word = "of at least" if self.more_is_better else "of at most"
        mark = "" if self.kept else "  MISSED"
        return f"{self.share:8.2f} x   {self.measured:10,.1f} {self.unit} {word} {self.allowed:,g}   {self.what}{mark}"


def milliseconds(work: Callable[[], object], *, times: int = 21, own: bool = False) -> float:
    """The median time that a piece of work takes.

    Args:
        work: What to measure.
        times: How often it is done.
        own: Whether only the work of this process counts and not what it waits for, so that a machine with other
            things to do gives the same figure.
    """
    clock = time.process_time if own else time.perf_counter
    taken = []
    gc.collect()
    for _ in range(times):
        start = clock()
        work()
        taken.append(clock() - start)
    return median(taken) * 1000
