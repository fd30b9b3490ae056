"""NHS EDIFACT: laboratory, radiology and screening reports (NHS002, NHS003, NHS004)."""

from hoc_tui.interop.edifact.envelope import EdifactMessages, open_edifact

__all__ = ["EdifactMessages", "open_edifact"]
