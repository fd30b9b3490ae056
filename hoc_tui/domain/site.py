"""What a site has decided about reviewed content: which entries may judge here, and what unknown codes stand for."""

from hoc_tui.domain.model import Value


class Approval(Value):
    """A site's newest word on one entry: a limit or a noise."""

    entry_id: str
    digest: str
    """Of the entry as it stood when it was approved: another text is another decision."""
    enabled: bool


class TestMapping(Value):
    """A site's newest word on a code or unit that content does not know."""

    __test__ = False

    test_key: str
    unit: str
    test_id: str
    """Empty when the decision was taken back."""


class SiteContent(Value):
    """Everything a site has decided, each entry and each code once; two alike are the same."""

    approvals: tuple[Approval, ...] = ()
    mappings: tuple[TestMapping, ...] = ()
