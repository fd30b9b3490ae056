"""Which plan a sheet is, on the sheet itself: it is what is printed, and read far from the screen it came from."""

from datetime import date

from hoc_tui.domain.dates import long
from hoc_tui.domain.model import Value
from hoc_tui.domain.plan import AgreeDraft, PlanVersion
from hoc_tui.domain.vocabulary import Agreement

_HOW_AGREED: dict[str, str] = {
    Agreement.BY_PERSON: "agreed",
    Agreement.BY_REPRESENTATIVE: "agreed",
    Agreement.WITH_DIFFERENCE: "agreed with a difference",
    Agreement.NOT_AGREED: "not agreed",
}


class PlanHeading(Value):
    """Which plan it is: a version that was agreed, or the draft that follows one."""

    words: str
    """"plan 3, agreed 12 November 2025", or "draft after plan 3"."""
    terms: AgreeDraft | None = None
    """How a version was agreed; None for a draft."""
    agreed_with: str = ""
    """Who of the staff it was talked about with; empty for a draft."""
    in_error: str = ""
    """Why a version was marked as agreed in the wrong record; empty when it stands."""
    made_up: bool = False
    """Whether the practice is a demo."""

    @classmethod
    def of_draft(cls, newest: int, *, made_up: bool = False) -> "PlanHeading":
        """The heading of the plan as it stands now.

        Args:
            newest: The number of the newest agreed version; 0 when there is none.
            made_up: Whether the practice is a demo.
        """
        words = f"draft after plan {newest}" if newest else "draft, nothing agreed yet"
        return cls(words=words, made_up=made_up)

    @classmethod
    def of_version(
        cls, version: PlanVersion, agreed_on: date, *, in_error: str = "", made_up: bool = False
    ) -> "PlanHeading":
        """The heading of an agreed version.

        Args:
            version: The version.
            agreed_on: The day on the practice's wall when it was agreed.
            in_error: Why it was marked as agreed in the wrong record; empty when it stands.
            made_up: Whether the practice is a demo.
        """
        return cls(
            words=version_words(version.number, version.terms.agreement, agreed_on),
            terms=version.terms,
            agreed_with=version.content.staff.get(version.agreed_with, ""),
            in_error=in_error,
            made_up=made_up,
        )


def version_words(number: int, agreement: str, agreed_on: date) -> str:
    """Which version it is: "plan 3, agreed 12 November 2025"; one that was not agreed says so."""
    return f"plan {number}, {_HOW_AGREED[agreement]} {long(agreed_on)}"
