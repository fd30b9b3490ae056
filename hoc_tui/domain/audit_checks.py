"""Verifying the audit and the agreed plans: everything that was altered, removed, inserted, moved or cut off, by name.

Pure: what stands in the database goes in, findings come out. Seals that were kept elsewhere are believed before those
in the database, which whoever altered the entries could have made anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hoc_tui.domain.audit import PLAN_VERSION, AuditEntry
from hoc_tui.domain.audit_seals import Seal, SealedEntry, hash_of, holds
from hoc_tui.domain.model import Value
from hoc_tui.domain.plan import seal as plan_seal
from hoc_tui.domain.vocabulary import AuditAct, Tampering


class Finding(Value):
    """One thing that is not as it was."""

    what: str
    """The entry, the seal or the plan version, by name."""
    tampering: Tampering
    detail: str = ""

    @property
    def sentence(self) -> str:
        """The finding for people."""
        return f"{self.what}: {self.tampering.value}{'; ' if self.detail else ''}{self.detail}."


class Standing(Value):
    """What verifying needs of an entry that stands in the database."""

    seq: int
    fingerprint: str
    entered_at: datetime


def standing(entry: AuditEntry) -> Standing:
    """An entry as it stands."""
    return Standing(seq=entry.seq, fingerprint=entry.fingerprint, entered_at=entry.entered_at)


# -- Seals --------------------------------------------------------------------------------------------------------


def check_seals(stored: Sequence[Seal], kept: Sequence[Seal] = ()) -> tuple[list[Seal], list[Finding]]:
    """Look over the chain of seals.

    Args:
        stored: The database's, in any order.
        kept: Copies kept elsewhere.

    Returns:
        The seals to believe, in order, and what is wrong with those in the database.
    """
    ours = {seal.number: seal for seal in stored}
    theirs = {seal.number: seal for seal in kept if holds(seal)}
    newest = max(ours, default=0)
    findings = [_damaged_copy(seal) for seal in kept if not holds(seal)]
    believed: list[Seal] = []
    for number in range(1, max([newest, *theirs]) + 1):
        mine, copy = ours.get(number), theirs.get(number)
        finding = _finding_of(number, mine, copy, cut=number > newest) or _unlinked(mine, ours.get(number - 1))
        findings += [finding] if finding else []
        believed += [seal for seal in (copy or mine,) if seal is not None]
    return believed, findings


def _damaged_copy(seal: Seal) -> Finding:
    return Finding(what=f"Kept copy of seal {seal.number}", tampering=Tampering.ALTERED)


def _finding_of(number: int, mine: Seal | None, copy: Seal | None, *, cut: bool) -> Finding | None:
    name = f"Seal {number}"
    if mine is None:
        return Finding(what=name, tampering=Tampering.CUT_OFF if cut else Tampering.REMOVED)
    if copy is not None and mine.own_hash != copy.own_hash:
        return Finding(what=name, tampering=Tampering.ALTERED, detail="it is not the one that was kept elsewhere")
    if mine.own_hash != hash_of(mine):
        return Finding(what=name, tampering=Tampering.ALTERED)
    if not holds(mine):
        return Finding(what=name, tampering=Tampering.ALTERED, detail="its list of entries does not fit")
    return None


def _unlinked(mine: Seal | None, before: Seal | None) -> Finding | None:
    """Whether a seal follows another than the one before it."""
    if mine is None or mine.previous_hash == (before.own_hash if before else ""):
        return None
    detail = "it does not follow the seal before it"
    tampering = Tampering.REORDERED if before is not None else Tampering.INSERTED
    return Finding(what=f"Seal {mine.number}", tampering=tampering, detail=detail)


# -- Entries ------------------------------------------------------------------------------------------------------


@dataclass
class EntryCheck:
    """Compares entries with the seals over them.

    Args:
        late: Whether entries may be sealed after others with higher numbers, as late commits on PostgreSQL are.
    """

    late: bool
    _differing: dict[int, tuple[SealedEntry, Standing | None, int]] = field(default_factory=dict)
    _inserted: list[Finding] = field(default_factory=list)
    _newest: int = 0
    _newest_at: datetime | None = None

    def take(self, seal: Seal, found: Mapping[int, Standing]) -> None:
        """Look over the entries of one seal; seals come in order.

        Args:
            seal: One to believe.
            found: Entries that stand in the database, at least those the seal names.
        """
        for sealed in seal.entries:
            stands = found.get(sealed.seq)
            if stands is None or stands.fingerprint != sealed.fingerprint:
                self._differing[sealed.seq] = (sealed, stands, seal.number)
            else:
                self._require_place(stands)
        self._newest = max([self._newest, *(one.seq for one in seal.entries)])
        self._newest_at = max(seal.sealed_at, self._newest_at or seal.sealed_at)

    def take_unsealed(self, entries: Iterable[Standing]) -> None:
        """Look over the entries that no seal covers, after every seal."""
        for one in entries:
            self._require_place(one)

    def _require_place(self, one: Standing) -> None:
        """An entry whose number is lower than that of sealed ones was begun before they were sealed, or put in."""
        if one.seq >= self._newest or self._newest_at is None:
            return
        if not self.late or one.entered_at > self._newest_at:
            self._inserted.append(Finding(what=f"Entry {one.seq}", tampering=Tampering.INSERTED))

    def findings(self) -> list[Finding]:
        """Everything that is not as it was sealed, by number."""
        moved = {sealed.fingerprint: sealed.seq for sealed, _, _ in self._differing.values()}
        return [_differs(*one, moved) for _, one in sorted(self._differing.items())] + self._inserted


def _differs(sealed: SealedEntry, stands: Standing | None, number: int, moved: Mapping[str, int]) -> Finding:
    name, detail = f"Entry {sealed.seq}", f"it was sealed in seal {number}"
    if stands is None:
        return Finding(what=name, tampering=Tampering.REMOVED, detail=detail)
    if stands.fingerprint in moved:
        detail = f"here stands what was entry {moved[stands.fingerprint]}"
        return Finding(what=name, tampering=Tampering.REORDERED, detail=detail)
    return Finding(what=name, tampering=Tampering.ALTERED, detail=detail)


# -- Agreed plans -------------------------------------------------------------------------------------------------


class KeptVersion(Value):
    """A plan version as it stands: its place in the chain, and what its hash covers."""

    person_id: UUID
    number: int
    previous_hash: str
    body: str
    content_hash: str


class PlanAgreed(Value):
    """What the audit says of an agreement."""

    person_id: UUID
    number: int
    content_hash: str


def agreed_in(entry: AuditEntry) -> list[PlanAgreed]:
    """The plan versions that an entry says were agreed."""
    if entry.act is not AuditAct.AGREED or entry.person_id is None:
        return []
    versions = [thing for thing in entry.things if thing.kind == PLAN_VERSION and thing.seal]
    return [PlanAgreed(person_id=entry.person_id, number=one.number, content_hash=one.seal) for one in versions]


def check_plans(versions: Iterable[KeptVersion], agreed: Iterable[PlanAgreed]) -> list[Finding]:
    """Look over every chain of agreed plans, and hold it to what the audit says was agreed.

    Args:
        versions: Every agreed version, a person's together and in order.
        agreed: What the audit says; silent about plans that are older than it.

    Returns:
        What is wrong, by person and number.
    """
    said: dict[UUID, dict[int, str]] = {}
    for one in agreed:
        said.setdefault(one.person_id, {})[one.number] = one.content_hash
    chains: dict[UUID, list[KeptVersion]] = {}
    for version in versions:
        chains.setdefault(version.person_id, []).append(version)
    people = sorted(chains.keys() | said.keys())
    return [finding for who in people for finding in _check_chain(who, chains.get(who, []), said.get(who, {}))]


def _check_chain(who: UUID, chain: Sequence[KeptVersion], said: Mapping[int, str]) -> list[Finding]:
    stands = {one.number: one for one in chain}
    findings = []
    for number in range(1, max([*stands, *said], default=0) + 1):
        finding = _check_version(number, stands, said)
        if finding is not None:
            tampering, detail = finding
            findings.append(Finding(what=f"Plan {number} of person {who}", tampering=tampering, detail=detail))
    return findings


def _check_version(
    number: int, stands: Mapping[int, KeptVersion], said: Mapping[int, str]
) -> tuple[Tampering, str] | None:
    """What is wrong with one version, and how it is known."""
    version, wanted = stands.get(number), said.get(number, "")
    if version is None:
        return (Tampering.CUT_OFF if number > max(stands, default=0) else Tampering.REMOVED), ""
    before = stands.get(number - 1)
    expected = before.content_hash if before is not None else ""
    other = next((one for one, kept in said.items() if kept == version.content_hash and one != number), 0)
    if other:
        return Tampering.REORDERED, f"here stands what was plan {other}"
    if version.content_hash != plan_seal(version.previous_hash, version.body):
        return Tampering.ALTERED, "it does not fit its hash"
    if wanted and wanted != version.content_hash:
        return Tampering.ALTERED, "it is not what the audit says was agreed"
    if said and not wanted and number > max(said):
        return Tampering.INSERTED, "the audit knows of no such agreement"
    if (before is not None or number == 1) and version.previous_hash != expected:
        return Tampering.REORDERED, "it does not follow the plan before it"
    return None
