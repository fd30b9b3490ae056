"""Which codes and units nobody here knows, so that somebody is asked once what they mean."""

from collections.abc import Iterable

from hoc_tui.domain.catalogue import Catalogue, CatalogueTest
from hoc_tui.domain.results import WITHDRAWN, SentResult, unit_of
from hoc_tui.domain.site import SiteContent
from hoc_tui.domain.units import accepted

CODE = "Nobody here knows this test's code."
UNIT = "This unit is not known for this test."


class Questions:
    """What to ask about some results; what was looked at once is not looked at again.

    Args:
        catalogue: What is known at this site.
        site: What the site has decided about codes and units.
    """

    def __init__(self, catalogue: Catalogue, site: SiteContent) -> None:
        self._catalogue = catalogue
        self._decided = {(one.test_key, one.unit) for one in site.mappings}
        self._seen: set[tuple[str, str]] = set()

    def about(self, results: Iterable[SentResult]) -> list[tuple[SentResult, str]]:
        """The results whose code or unit is not known, each code and unit once, with what is not known."""
        asked = []
        for sent in results:
            key = (sent.test_key, unit_of(sent))
            # A comment has no value that anybody could take for another test's.
            if key in self._seen or sent.status in WITHDRAWN or not (sent.numeric or sent.text):
                continue
            self._seen.add(key)
            if reason := self._unknown(sent, unit_of(sent)):
                asked.append((sent, reason))
        return asked

    def _unknown(self, sent: SentResult, unit: str) -> str:
        """What is not known of a result; empty when all is, or the site has said what it wants of it."""
        if (sent.test_key, unit) in self._decided:
            return ""
        test = self._test(sent)
        if test is None:
            return CODE
        return UNIT if sent.quantity is not None and test.units and accepted(unit, test) is None else ""

    def _test(self, sent: SentResult) -> CatalogueTest | None:
        known = self._catalogue.test_of(sent.codes, sent.test_key)
        parts = (self._catalogue.test_of(part.codes) for part in sent.components)
        return known or next(filter(None, parts), None)
