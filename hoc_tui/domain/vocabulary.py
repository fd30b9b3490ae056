"""Every word that is stored: change one here and a migration must follow.

The values are what stands in the database and in files; the words people see live beside the
screens and documents. Sources: PRSB PCSP 2.0 and its examples (goal and action status), FHIR R4
observation-status, NHS CUI gender values, NICE NG197 and PRSB Shared Decision Making 1.0.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff does here."""

    RECEPTIONIST = "receptionist"
    HEALTHCARE_ASSISTANT = "healthcare-assistant"
    NURSE = "nurse"
    GP = "gp"
    PHARMACIST = "pharmacist"
    LINK_WORKER = "link-worker"
    PRACTICE_MANAGER = "practice-manager"
    SAFETY_OFFICER = "clinical-safety-officer"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system-administrator"


class Gender(StrEnum):
    """Gender as the NHS CUI names it (CGS-0005: never abbreviated)."""

    MALE = "Male"
    FEMALE = "Female"
    OTHER = "Other Specific"
    NOT_KNOWN = "Not Known"
    NOT_SPECIFIED = "Not Specified"


class Registration(StrEnum):
    """Whether the person is with this practice."""

    REGISTERED = "registered"
    LEFT = "left"
    DIED = "died"
    JOINED = "joined"
    """The record was put together with another one of the same person; that one goes on."""


class NeedKind(StrEnum):
    """What must be arranged for a person (Accessible Information Standard, DCB1605)."""

    FORMAT = "format"
    COMMUNICATION = "communication"
    LANGUAGE = "language"
    CONTACT = "contact-method"
    ACCESS = "access"
    LONGER_SLOT = "longer-slot"
    HOME_VISIT = "home-visit"


class ContactKind(StrEnum):
    """Who somebody is to the person (PRSB personal contacts)."""

    CARER = "carer"
    FAMILY = "family"
    FRIEND = "friend"
    NEXT_OF_KIN = "next-of-kin"
    EMERGENCY = "emergency"
    ATTORNEY = "attorney"


class BackgroundState(StrEnum):
    """What is known about a list of conditions, medicines or allergies (NHS CUI, four states)."""

    KNOWN = "known"
    NONE_KNOWN = "none-known"
    NOT_RECORDED = "not-recorded"
    UNAVAILABLE = "unavailable"


class BackgroundKind(StrEnum):
    """The three read-only background lists."""

    CONDITIONS = "conditions"
    MEDICINES = "medicines"
    ALLERGIES = "allergies"


class ResultStatus(StrEnum):
    """How far a result has got (FHIR R4 observation-status); NOT_SENT counts as final."""

    REGISTERED = "registered"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    AMENDED = "amended"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"
    NOT_SENT = "unknown"


class Comparator(StrEnum):
    """What stands before a number: the true value lies beyond it."""

    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    ABOUT = "~"


class Raiser(StrEnum):
    """Who brought an agenda item."""

    PERSON = "person"
    CARER = "carer"
    TEAM = "team"


class AgendaStatus(StrEnum):
    """Where an agenda item stands."""

    OPEN = "open"
    DISCUSSED = "discussed"
    PARKED = "parked"
    CARRIED_FORWARD = "carried-forward"
    WITHDRAWN = "withdrawn"


class GoalKind(StrEnum):
    """What sort of goal it is; LIFE is the default, never CLINICAL."""

    LIFE = "life"
    DAILY_LIVING = "daily-living"
    SOCIAL = "social"
    LEARNING = "learning"
    CLINICAL = "clinical"
    CARE_PROCESS = "care-process"


class GoalStatus(StrEnum):
    """Where a goal stands; the PRSB refset's members wait for TRUD (domain reference 2.7)."""

    ACTIVE = "active"
    ON_HOLD = "on-hold"
    ACHIEVED = "achieved"
    PARTLY_ACHIEVED = "partly-achieved"
    CHANGED = "changed"
    STOPPED = "stopped"


class ActionStatus(StrEnum):
    """Where an action stands (PRSB examples: in progress, done, refused)."""

    PLANNED = "planned"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    NOT_DONE = "not-done"
    REFUSED = "refused"
    NO_LONGER_NEEDED = "no-longer-needed"


class Doer(StrEnum):
    """Who does an action."""

    PERSON = "person"
    STAFF = "staff"
    CARER = "carer"
    SERVICE = "service"


class DecisionStatus(StrEnum):
    """Where a decision stands; AGREED alone may be shown as made."""

    IN_PROGRESS = "in-progress"
    AGREED = "agreed"
    FOR_NOW = "decided-for-now"
    NOT_READY = "not-ready"
    CANCELLED = "cancelled"


class ScoreScale(StrEnum):
    """How a ruler was answered; scores of different scales are never compared."""

    ZERO_TO_TEN = "0-10"
    THREE_WORDS = "words3"


class Agreement(StrEnum):
    """How the person stands to the plan (PRSB: agreed with person or representative)."""

    BY_PERSON = "agreed-by-person"
    BY_REPRESENTATIVE = "agreed-by-representative"
    WITH_DIFFERENCE = "agreed-with-difference"
    NOT_AGREED = "not-agreed"


class Step(StrEnum):
    """Where a person is on the yearly way (domain reference 1.2)."""

    BOOKED = "booked"
    GATHERED = "gathered"
    RESULTS_CHECKED = "results-checked"
    LETTER_SENT = "letter-sent"
    REFLECTIONS_BACK = "reflections-back"
    ARRIVED = "arrived"
    IN_CONVERSATION = "in-conversation"
    PLAN_AGREED = "plan-agreed"
    PLAN_DECLINED = "plan-declined"
    COPY_GIVEN = "copy-given"
    NOT_ATTENDED = "not-attended"


class Stage(StrEnum):
    """The stages of the conversation; they guide and never block."""

    PREPARE = "prepare"
    STORIES = "stories"
    EXPLORE = "explore"
    GOALS = "goals"
    ACTIONS = "actions"
    AGREE = "agree"


class TargetOwner(StrEnum):
    """Whose target is in force, strongest first."""

    PERSON = "person"
    CLINICIAN = "clinician"


class ItemKind(StrEnum):
    """The kinds of row that carry a version of their own and a history."""

    PERSON = "person"
    CONTACT = "contact"
    NEED = "need"
    CONDITION = "condition"
    AGENDA = "agenda"
    GOAL = "goal"
    ACTION = "action"
    DECISION = "decision"
    TARGET = "target"
    LINK = "link"
    PLAN = "plan"
    VISIT = "visit"
    REVIEW = "review"


class RevisionOutcome(StrEnum):
    """What became of a change that somebody asked for."""

    APPLIED = "applied"
    MERGED = "merged"
    CONFLICT = "conflict"


class AuditAct(StrEnum):
    """What somebody did that the audit keeps."""

    SIGNED_IN = "signed-in"
    OPENED = "opened"
    SHOWN = "shown-without-the-screen"
    SEARCHED = "searched"
    CHANGED = "changed"
    AGREED = "agreed"
    IMPORTED = "imported"
    PRINTED = "printed"
    EXPORTED = "exported"
    RESTORED = "restored"
    READ_AUDIT = "read-the-audit"
    LISTED = "listed"
    """A list that shows clinical rows of several people was opened; its words name the list."""
    SETTLED = "settled"
    """What could not be placed was attached, rejected, or made a person of."""
    MOVED = "moved"
    JOINED = "joined"
    APPROVED = "approved-content"
    LET_GO = "let-go"
    """A change that could not be sent was given up."""
    REFUSED = "refused"


class Touch(StrEnum):
    """What became of one thing that an audited act touched."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    BROUGHT_BACK = "brought-back"
    KEPT_ASIDE = "kept-aside"
    AGREED = "agreed"
    MARKED_WRONG = "marked-wrong-record"
    TAKEN_IN = "taken-in"


class Tampering(StrEnum):
    """What was done to an entry that should stand for ever."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT_OFF = "cut off"


class ReviewState(StrEnum):
    """What a clinician has said of a new result, before the person sees it."""

    NEW = "new"
    SAFE = "safe-to-send"
    KEPT_BACK = "kept-back"
    """Until the conversation, with a reason."""
    ACT_FIRST = "act-first"


class ReviewCause(StrEnum):
    """Why a result waits for a clinician."""

    LABORATORY = "laboratory"
    BY_HAND = "by-hand"
    CORRECTED = "corrected"
    """It was corrected after a letter or plan that used it."""
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


class Urgency(StrEnum):
    """How soon somebody must look, least first when sorted by `rank`."""

    PLAIN = "plain"
    OUT = "out"
    """Outside a limit, or flagged by the sender."""
    PHONE = "phone-today"

    @property
    def rank(self) -> int:
        """0 to 2, the most urgent highest."""
        return list(Urgency).index(self)


class QuarantineKind(StrEnum):
    """What could not be placed."""

    PERSON = "person"
    """A report of a laboratory that is about nobody for certain."""
    TEST = "test"
    """A code or unit that no content knows, asked about once."""
    PART = "part"
    """A part of a file that was read and cannot be placed."""


class QuarantineOutcome(StrEnum):
    """What became of something that could not be placed."""

    ATTACHED = "attached"
    CREATED = "created"
    REJECTED = "rejected"
    MAPPED = "mapped"
