"""Closed sets of the organisation room: kinds of council, roles, and what a role may do."""

from enum import StrEnum


class CouncilKind(StrEnum):
    """The kinds of English council that Goldthread knows."""

    DISTRICT = "district"
    COUNTY = "county"
    UNITARY = "unitary"
    METROPOLITAN = "metropolitan"
    LONDON_BOROUGH = "london-borough"
    COMBINED_AUTHORITY = "combined-authority"

    @property
    def label(self) -> str:
        return {"london-borough": "London borough"}.get(self.value, self.value.replace("-", " ").capitalize())


class Role(StrEnum):
    """What a person is to a council. One person may hold several."""

    COORDINATOR = "coordinator"
    RESPONDENT = "respondent"
    MODERATOR = "moderator"
    APPROVER = "approver"
    COUNCILLOR = "councillor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    CONTRACT_MANAGER = "contract-manager"
    FINANCE = "finance"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, str] = {
    Role.COORDINATOR: "Head of procurement",
    Role.RESPONDENT: "Respondent",
    Role.MODERATOR: "Moderator",
    Role.APPROVER: "Chief officer",
    Role.COUNCILLOR: "Councillor",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
    Role.CONTRACT_MANAGER: "Contract manager",
    Role.FINANCE: "Finance officer",
}


class Action(StrEnum):
    """Everything that the permission table speaks about."""

    VIEW_SIGNED_RESULTS = "view signed results"
    VIEW_WORKING_RESULTS = "view working results"
    VIEW_ALL_ANSWERS = "view all answers"
    ANSWER = "answer for own department"
    MANAGE_ROUND = "manage a round"
    RETURN_RESPONSE = "return a response for rework"
    MODERATE = "moderate"
    SIGN_OFF = "sign off"
    REOPEN_ROUND = "reopen a signed round"
    SET_AMBITION = "set an ambition"
    KEEP_LOCAL_CODES = "keep local codes"
    PUBLISH_LOCAL_CODES = "publish local codes"
    KEEP_PLAN = "keep the plan"
    KEEP_OWN_ACTIONS = "keep own actions of the plan"
    EXPORT_ANSWERS = "export answers"
    IMPORT_ANSWERS = "import answers"
    MANAGE_PEOPLE = "manage people and departments"
    VIEW_EVENTS = "view the record of changes"
    VIEW_EVIDENCE = "view what the council paid"
    LOAD_EVIDENCE = "load what the council paid"
    VIEW_REGISTER = "view the contract register"
    KEEP_REGISTER = "keep every contract of the register"
    KEEP_OWN_CONTRACTS = "keep own contracts"
    DECIDE_CHANGES = "decide changes and waivers"
    VIEW_RESTRICTED = "see restricted documents"
    VALIDATE_SAVINGS = "validate savings"
    VIEW_TRAINING = "view who was trained"
    KEEP_TRAINING = "keep role profiles and training"
    LOG_REPORTS = "record reports that were given"
    ASK_FOR_PROCUREMENT = "ask for a procurement"
    PLAN_PROCUREMENTS = "plan procurements"
    VIEW_SUPPLIER_FILES = "view files of strategic suppliers"
    KEEP_OWN_SUPPLIER_FILES = "keep own files of strategic suppliers"
    VIEW_DISTRESS = "view financial distress"
    KEEP_DISTRESS = "keep the watch list and cases of distress"
