"""What a site has decided about content: an approval is of an entry as it stands, and the newest word counts."""

from decimal import Decimal

from hoc_tui.content import site as sites
from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.site import approved_in, catalogue_for, digest_of
from hoc_tui.domain.site import Approval, SiteContent, TestMapping

ENTRIES = usual_catalogue().judging


def approval(entry_id: str, *, digest: str | None = None, enabled: bool = True) -> Approval:
    """A site's word on an entry."""
    return Approval(entry_id=entry_id, digest=digest or digest_of(ENTRIES[entry_id]), enabled=enabled)


def test_nothing_is_approved_at_a_new_site() -> None:
    """Content ships switched off."""
    assert frozenset() == catalogue_for(SiteContent()).approved


def test_an_approval_counts_while_the_entry_is_as_it_was() -> None:
    """Another digest was an approval of other numbers or words."""
    site = SiteContent(approvals=(approval("k.usual"), approval("k.act", digest="0" * 64)))
    assert {"k.usual"} == catalogue_for(site).approved


def test_what_was_stopped_or_is_gone_does_not_judge() -> None:
    """A decision taken back, and an entry that content no longer has."""
    gone = Approval(entry_id="gone.usual", digest="0" * 64, enabled=True)
    assert frozenset() == approved_in(
        usual_catalogue(), SiteContent(approvals=(approval("k.usual", enabled=False), gone))
    )


def test_every_word_and_number_of_an_entry_is_in_its_digest() -> None:
    """Whatever changes, it must be approved again."""
    entry = ENTRIES["k.usual"]
    changes: list[dict[str, object]] = [
        {"words": "x"},
        {"high": Decimal(5)},
        {"high_open": True},
        {"source": "x"},
        {"id": "x"},
    ]
    digests = {digest_of(entry.model_copy(update=change)) for change in changes}
    assert len(changes) == len(digests - {digest_of(entry)})


def test_the_same_decisions_give_the_same_catalogue() -> None:
    """Every record of a site brings them anew; the catalogue with its indexes is made once."""
    site = SiteContent(approvals=(approval("k.usual"),))
    assert catalogue_for(site) is catalogue_for(site.model_copy(deep=True))
    assert sites.digest_of(ENTRIES["k.usual"]) == digest_of(ENTRIES["k.usual"].model_copy())


def mapping(test_key: str, test_id: str, unit: str = "mmol/L") -> TestMapping:
    """A site's word on a code."""
    return TestMapping(test_key=test_key, unit=unit, test_id=test_id)


def test_a_code_that_a_site_has_mapped_is_known() -> None:
    """By the key it was kept under; a decision that was taken back and one for a test that is gone are none."""
    said = (mapping("local|1", "k"), mapping("local|2", ""), mapping("local|3", "nothing"))
    assert {"local|1": "k"} == dict(catalogue_for(SiteContent(mappings=said)).mapped)


def test_a_key_that_stands_for_two_tests_stands_for_none() -> None:
    """By its unit it was one and then the other: that is not guessed."""
    said = (
        mapping("local|1", "k"),
        mapping("local|1", "na", "mEq/L"),
        mapping("local|2", "k"),
        mapping("local|2", "k", "x"),
    )
    assert {"local|2": "k"} == dict(catalogue_for(SiteContent(mappings=said)).mapped)
