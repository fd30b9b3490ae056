"""HL7 version 2 laboratory messages: unsolicited results (ORU^R01), versions 2.2 to 2.5.1 and what later ones share."""

from hoc_tui.interop.hl7v2.reader import Hl7Messages, open_hl7v2

__all__ = ["Hl7Messages", "open_hl7v2"]
