"""FHIR R4 bundles: every Observation is a result.

R4 senders have other kinds for what was said, diagnosed or done, so an Observation without a value is still a test
that was asked for. Only one that says nothing itself and names members is left out: it is their heading, and they
are all there.

Counted in the nine bundles of Synthea that the tests read: 1,310 Observations, of which 1,164 are numbers, 79 coded
answers and 67 pairs of pressures; none is a heading. No range and no interpretation was sent, and none is made up.
"""

from collections.abc import Mapping

from hoc_tui.interop.bundle import Bundle
from hoc_tui.interop.observations import Finding
from hoc_tui.interop.record import HEADING, Chosen
from hoc_tui.interop.reports import Reports


def choose(findings: Mapping[int, Finding], _reports: Reports, bundle: Bundle) -> Chosen:
    """Tell results from headings.

    Args:
        findings: The Observations that were read, by position.
        bundle: Where references are looked up.
    """
    chosen = Chosen()
    for finding in findings.values():
        if finding.says_nothing and any(bundle.find(member, finding.resource) for member in finding.members):
            chosen.ignored[HEADING] += 1
        else:
            chosen.results.append(finding)
    return chosen
