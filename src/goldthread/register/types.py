"""Closed sets of the register room. Words of the Procurement Act 2023 and of councils' own rules (domain section G)."""

from enum import StrEnum


class _Labelled(StrEnum):
    """A closed set whose values are words that can be shown."""

    @property
    def label(self) -> str:
        return self.value.capitalize()


class VatBasis(_Labelled):
    """Whether an amount holds VAT. Unknown is a word of its own."""

    EXCLUDED = "without VAT"
    INCLUDED = "with VAT"
    UNKNOWN = "VAT not said"


class Arrangement(_Labelled):
    """How goods, works or services are bought (domain A 34)."""

    PURCHASE_ORDER = "purchase order"
    SINGLE_SUPPLIER = "single supplier"
    FRAMEWORK = "framework"
    CALL_OFF = "call-off"
    DYNAMIC_MARKET = "dynamic market"
    DPS = "dynamic purchasing system"
    PARTNERSHIP = "partnership"
    GRANT = "grant"
    UNKNOWN = "not said"


CALLED_OFF_FROM = frozenset({Arrangement.FRAMEWORK, Arrangement.DYNAMIC_MARKET, Arrangement.DPS})
"""Arrangements under which nothing is bought until it is called off."""


class ContractKind(_Labelled):
    """What is bought; thresholds differ by it."""

    GOODS = "goods"
    SERVICES = "services"
    WORKS = "works"
    CONCESSION = "concession"
    UNKNOWN = "not said"


class Regime(_Labelled):
    """The law that a contract falls under (domain D4)."""

    ABOVE = "above threshold"
    NOTIFIABLE_BELOW = "notifiable below threshold"
    BELOW = "below threshold"
    LIGHT_TOUCH = "light touch"
    PSR = "provider selection regime"
    EXEMPT = "exempt"
    UNKNOWN = "not said"


class Procedure(_Labelled):
    """The way a supplier was or will be chosen."""

    OPEN = "open"
    COMPETITIVE_FLEXIBLE = "competitive flexible"
    FRAMEWORK_MINI_COMPETITION = "further competition under a framework"
    FRAMEWORK_DIRECT = "direct call-off from a framework"
    DYNAMIC_MARKET = "dynamic market or DPS"
    QUOTATION = "quotations"
    DIRECT_AWARD = "direct award"
    WAIVER = "waiver of the council's own rules"
    PSR_DIRECT = "PSR direct award"
    PSR_MOST_SUITABLE = "PSR most suitable provider"
    PSR_COMPETITIVE = "PSR competitive"
    OTHER = "other"
    UNKNOWN = "not said"


class Certainty(_Labelled):
    """What a usual number of days rests on."""

    LAW = "law"
    PRACTICE = "practice"
    ESTIMATE = "estimate"
    OWN = "the council's own"


class PipelineCause(_Labelled):
    """Which day of a contract asks for a successor to be planned."""

    END = "end"
    BREAK = "break"
    REVIEW = "review"


class PipelineState(_Labelled):
    """Where a pipeline entry stands."""

    REQUESTED = "requested"
    PLANNED = "planned"
    APPROVED = "approved"
    LAUNCHED = "launched"
    CLOSED = "closed"


class Visibility(_Labelled):
    """Whether a contract stands in the public register."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


class Origin(_Labelled):
    """Where a contract first came from."""

    TYPED = "typed"
    FILE = "file"
    NOTICE = "notice"


class Taken(_Labelled):
    """What became of an option to extend, or of a break point."""

    YES = "taken"
    NO = "not taken"
    OPEN = "not decided"


class ChangeState(_Labelled):
    """Where a change of a contract stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Rating(_Labelled):
    """The five ratings of the Procurement Act's performance notice (domain D2)."""

    GOOD = "Good"
    APPROACHING = "Approaching target"
    REQUIRES_IMPROVEMENT = "Requires improvement"
    INADEQUATE = "Inadequate"
    OTHER = "Other"

    @property
    def label(self) -> str:
        return self.value

    @property
    def is_poor(self) -> bool:
        return self in {Rating.REQUIRES_IMPROVEMENT, Rating.INADEQUATE}


class ReviewKind(_Labelled):
    """What a review looked at."""

    ACTUAL_AGAINST_PLAN = "actual against planned spend"
    PERFORMANCE = "performance"
    POST_CONTRACT = "after the contract"
    MODEL = "new ways of providing it"


class RiskKind(_Labelled):
    """What can go wrong (domain A 57)."""

    INFLATION = "inflation"
    SOLVENCY = "solvency"
    MODERN_SLAVERY = "modern slavery"
    RESILIENCE = "supply-chain resilience"
    CYBER = "cyber"
    PERFORMANCE = "performance"
    MARKET = "market fragility"
    EXTERNAL_EVENT = "external event"


class SavingKind(_Labelled):
    """Kinds of saving that are never added to each other."""

    CASHABLE = "cashable"
    NON_CASHABLE = "non-cashable"
    AVOIDANCE = "cost avoidance"


class WaiverKind(_Labelled):
    """An approved departure from the council's own rules, or one that nobody approved."""

    WAIVER = "waiver"
    BREACH = "breach"


class WaiverState(_Labelled):
    """Where a waiver stands. A breach is only ever recorded."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    RECORDED = "recorded"


class EngagementKind(_Labelled):
    """How the market or a supplier was met."""

    MEET_THE_BUYER = "meet the buyer"
    MARKET_DAY = "market day"
    PRELIMINARY = "preliminary market engagement"
    SUPPLIER_MEETING = "supplier meeting"
    SUMMIT = "summit"
    SURVEY = "survey"


class AppraisedOption(_Labelled):
    """Ways of providing something that an options appraisal weighs."""

    IN_HOUSE = "in house"
    OUTSOURCE = "outsource"
    SHARED = "shared with another council"
    OWNED_COMPANY = "council-owned company"
    PARTNERSHIP = "partnership"
    VCSE = "voluntary sector"
    STOP = "stop"


class Audience(_Labelled):
    """Who a report, a lesson or a briefing is for."""

    SERVICE_HEADS = "heads of service"
    CHIEF_OFFICERS = "chief officers"
    MEMBERS = "councillors"
    SCRUTINY = "scrutiny"
    SUPPLIERS = "suppliers"
    REGION = "region"
    PUBLIC = "the public"


class LearnerKind(_Labelled):
    """Whose training is recorded."""

    CONTRACT_MANAGER = "contract manager"
    PROCUREMENT_OFFICER = "procurement officer"
    SENIOR_MANAGER = "senior manager"
    COUNCILLOR = "councillor"


class CourseKind(_Labelled):
    """Kinds of course (domain A 95)."""

    INDUCTION = "induction"
    REFRESHER = "refresher"
    ADVANCED = "advanced"
    QUALIFICATION = "qualification"
    COMMERCIAL_AWARENESS = "commercial awareness"
    PARTNERSHIP = "partnership working"
    SOCIAL_VALUE = "social value"
    MODERN_SLAVERY = "modern slavery"


class PlanPart(_Labelled):
    """The parts of a plan for the people who procure and manage contracts (2018 diagnostic, ENB1; domain A 96)."""

    TALENT = "pipeline of talent"
    RESOURCING = "resourcing plan"
    COMPETENCY = "competency framework"
    PAY = "remuneration strategy"
    TRAINING = "training and development plan"
    SECONDMENTS = "secondments"

    @property
    def key(self) -> str:
        """The part in an address."""
        return self.name.lower()

    @property
    def named(self) -> str:
        """The part within a sentence."""
        return self.value if self is PlanPart.SECONDMENTS else f"the {self.value}"


class PartState(_Labelled):
    """How far a part of the people plan is."""

    NONE = "none"
    DRAFTED = "drafted"
    AGREED = "agreed"
    IN_USE = "in use"

    @property
    def is_agreed(self) -> bool:
        """What is in use was agreed before."""
        return self in {PartState.AGREED, PartState.IN_USE}


class WeightBase(_Labelled):
    """What a weighting is a share of."""

    TOTAL = "total score"
    QUALITY = "quality score"


class LiveState(_Labelled):
    """Whether a contract runs on a day."""

    LIVE = "live"
    TO_COME = "to come"
    ENDED = "ended"
    ANY = "any"


class Lacking(_Labelled):
    """What a contract cannot be managed without, where it is missing."""

    MANAGER = "manager"
    END = "end"
    VALUE = "value"
    DEPARTMENT = "department"
    SUPPLIER = "supplier"


class Aspect(_Labelled):
    """The five things that are known of a strategic supplier."""

    PERFORMANCE = "performance"
    COST = "cost"
    FINANCE = "finance"
    ADDED_VALUE = "added value"
    RISK = "risk"


class AssessmentRating(_Labelled):
    """How an aspect of a supplier stands, in words."""

    GOOD = "good"
    FAIR = "some concern"
    POOR = "serious concern"
    UNKNOWN = "could not be told"


class Frequency(_Labelled):
    """How often somebody hears by e-mail of what is due."""

    DAILY = "each working day"
    WEEKLY = "once a week"
    NEVER = "never"


class MessageState(_Labelled):
    """Where a message with alerts stands. One that is still being sent an hour later was interrupted."""

    SENDING = "being sent"
    SENT = "sent"
    FAILED = "not sent"


class Topic(_Labelled):
    """What a report to somebody may speak of."""

    PERFORMANCE = "performance"
    SAVINGS = "savings"
    COMMERCIAL = "commercial"
    SOCIAL_VALUE = "social value"
    RISKS = "risks"
    PIPELINE = "pipeline"
