"""Reviewed content as it may judge at one site: what its clinical safety officer approved, and its own mappings."""

import json
from collections import defaultdict
from functools import lru_cache
from hashlib import sha256

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.domain.catalogue import Catalogue, Limit, Noise
from hoc_tui.domain.site import SiteContent


@lru_cache(maxsize=8)
def catalogue_for(site: SiteContent) -> Catalogue:
    """The catalogue as it may judge at a site; the same one for the same decisions.

    Args:
        site: What the site has decided, as it comes with every record.
    """
    return usual_catalogue().for_site(approved=approved_in(usual_catalogue(), site), mapped=_mapped(site))


def approved_in(catalogue: Catalogue, site: SiteContent) -> frozenset[str]:
    """Ids of the entries that a site has approved as they stand; what has changed since must be approved again.

    Args:
        catalogue: The content as it stands.
        site: What the site has decided.
    """
    judging = catalogue.judging
    return frozenset(
        one.entry_id
        for one in site.approvals
        if one.enabled and one.entry_id in judging and digest_of(judging[one.entry_id]) == one.digest
    )


@lru_cache(maxsize=1024)
def digest_of(entry: Limit | Noise) -> str:
    """A hash of everything an entry says, so that an approval is of these numbers and these words.

    Returns:
        64 lower-case hexadecimal digits.
    """
    body = json.dumps(entry.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(body.encode()).hexdigest()


def _mapped(site: SiteContent) -> dict[str, str]:
    """Test key to test id; a key that stands for two tests, by its unit, is left to people."""
    found = defaultdict[str, set[str]](set)
    for one in site.mappings:
        if one.test_id:
            found[one.test_key].add(one.test_id)
    known = usual_catalogue()
    single = ((key, next(iter(ids))) for key, ids in found.items() if len(ids) == 1)
    return {key: test_id for key, test_id in single if known.test(test_id) is not None}
