"""What shop systems may be told, and which line of the audit trail says it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from aftersales.records import (
    AlarmState,
    AppointmentState,
    CaseState,
    ComplaintState,
    ImprovementState,
    MaintenanceState,
    RegistrationState,
)
from warranty import ClaimState
from warranty.recalls.responses import ResponseState


class WebhookKind(StrEnum):
    """The kinds of events that an address can be told of."""

    REGISTRATION_SUBMITTED = "registration.submitted"
    REGISTRATION_STATE_CHANGED = "registration.state_changed"
    CASE_OPENED = "case.opened"
    CASE_STATE_CHANGED = "case.state_changed"
    CASE_UPDATE_PROMISED = "case.update_promised"
    CASE_ANSWERED = "case.answered"
    CLAIM_OPENED = "claim.opened"
    CLAIM_STATE_CHANGED = "claim.state_changed"
    GOODWILL_GRANTED = "goodwill.granted"
    GOODWILL_ENDED = "goodwill.ended"
    RECALL_PUBLISHED = "recall.published"
    RECALL_ANSWERED = "recall.answered"
    COMPLAINT_OPENED = "complaint.opened"
    COMPLAINT_STATE_CHANGED = "complaint.state_changed"
    SURVEY_ANSWERED = "survey.answered"
    ALARM_RAISED = "alarm.raised"
    ALARM_STATE_CHANGED = "alarm.state_changed"
    KNOWN_ISSUE_CHANGED = "known_issue.changed"
    PLAYBOOK_CHANGED = "playbook.changed"
    IMPROVEMENT_OPENED = "improvement.opened"
    IMPROVEMENT_STATE_CHANGED = "improvement.state_changed"
    MAINTENANCE_DUE = "maintenance.due"
    MAINTENANCE_BOOKED = "maintenance.booked"
    MAINTENANCE_DONE = "maintenance.done"
    MAINTENANCE_MISSED = "maintenance.missed"
    VISIT_REQUESTED = "visit.requested"
    VISIT_CANCELLED = "visit.cancelled"
    VISIT_NOT_PLANNED = "visit.not_planned"
    VISIT_DELAYED = "visit.delayed"
    APPOINTMENT_BOOKED = "appointment.booked"
    APPOINTMENT_CONFIRMED = "appointment.confirmed"
    APPOINTMENT_MOVED = "appointment.moved"
    APPOINTMENT_CANCELLED = "appointment.cancelled"
    APPOINTMENT_DISPATCHED = "appointment.dispatched"
    APPOINTMENT_EN_ROUTE = "appointment.en_route"
    APPOINTMENT_ARRIVED = "appointment.arrived"
    APPOINTMENT_IN_PROGRESS = "appointment.in_progress"
    APPOINTMENT_DONE = "appointment.done"
    APPOINTMENT_INCOMPLETE = "appointment.incomplete"
    APPOINTMENT_CUSTOMER_NO_SHOW = "appointment.customer_no_show"
    APPOINTMENT_TECHNICIAN_NO_SHOW = "appointment.technician_no_show"
    PROMISE_AT_RISK = "promise.at_risk"
    PROMISE_KEPT = "promise.kept"
    PROMISE_BROKEN = "promise.broken"
    PLAN_KEPT = "plan.kept"


MEANINGS: Final[Mapping[WebhookKind, str]] = MappingProxyType(
    {
        WebhookKind.REGISTRATION_SUBMITTED: "An owner made their unit known.",
        WebhookKind.REGISTRATION_STATE_CHANGED: "A registration was verified, rejected, or went on to another state.",
        WebhookKind.CASE_OPENED: "Somebody asked for help or complained, or a visit found no time.",
        WebhookKind.CASE_STATE_CHANGED: "A case went on to another state.",
        WebhookKind.CASE_UPDATE_PROMISED: "A customer was told by when they hear more about a case.",
        WebhookKind.CASE_ANSWERED: "Somebody of the house answered; what stands in the thread can be carried on.",
        WebhookKind.CLAIM_OPENED: "Something was demanded under a cover.",
        WebhookKind.CLAIM_STATE_CHANGED: "A claim was decided, or went on to another state.",
        WebhookKind.GOODWILL_GRANTED: "A customer gets something beyond every cover; a credit or voucher is yours to book.",
        WebhookKind.GOODWILL_ENDED: "Goodwill was taken back, or nobody took it.",
        WebhookKind.RECALL_PUBLISHED: "Owners are told of a recall or service campaign from now on.",
        WebhookKind.RECALL_ANSWERED: "A unit of a campaign came to another state: told, arranged, done, gone.",
        WebhookKind.COMPLAINT_OPENED: "Somebody is not content, and somebody with a name answers them.",
        WebhookKind.COMPLAINT_STATE_CHANGED: "A complaint went on: taken on, offered something, escalated, settled.",
        WebhookKind.SURVEY_ANSWERED: "A customer said how it went, or changed what they said.",
        WebhookKind.ALARM_RAISED: "A group of units fails too often.",
        WebhookKind.ALARM_STATE_CHANGED: "Somebody sees to an alarm, or it was closed.",
        WebhookKind.KNOWN_ISSUE_CHANGED: "An article was published, changed or retired; fetch it again for your help pages.",
        WebhookKind.PLAYBOOK_CHANGED: "A playbook was written or changed.",
        WebhookKind.IMPROVEMENT_OPENED: "A gap got an owner, a day and a closing check.",
        WebhookKind.IMPROVEMENT_STATE_CHANGED: "An improvement got another day, was missed, or ended.",
        WebhookKind.MAINTENANCE_DUE: "Maintenance is due soon, and its owner is asked for an answer.",
        WebhookKind.MAINTENANCE_BOOKED: "The owner named a half day for maintenance.",
        WebhookKind.MAINTENANCE_DONE: "Maintenance was done; `done_on` says when.",
        WebhookKind.MAINTENANCE_MISSED: "The last day for maintenance is over, and nobody answered; it can still be done.",
        WebhookKind.VISIT_REQUESTED: "A work order was made with the times when somebody is at home.",
        WebhookKind.VISIT_CANCELLED: "A work order was called off; an appointment it had tells its own end.",
        WebhookKind.VISIT_NOT_PLANNED: "No time was found for a visit; its customer was promised news.",
        WebhookKind.VISIT_DELAYED: "The customer was told that today's visit will be later.",
        WebhookKind.APPOINTMENT_BOOKED: "A visit got its arrival window.",
        WebhookKind.APPOINTMENT_CONFIRMED: "The customer confirmed a visit.",
        WebhookKind.APPOINTMENT_MOVED: "A visit got another arrival window, or a shorter one.",
        WebhookKind.APPOINTMENT_CANCELLED: "A visit was called off.",
        WebhookKind.APPOINTMENT_DISPATCHED: "A visit was handed to its technician.",
        WebhookKind.APPOINTMENT_EN_ROUTE: "The technician has set out.",
        WebhookKind.APPOINTMENT_ARRIVED: "The technician is at the door.",
        WebhookKind.APPOINTMENT_IN_PROGRESS: "The work has begun.",
        WebhookKind.APPOINTMENT_DONE: "The work is done.",
        WebhookKind.APPOINTMENT_INCOMPLETE: "The visit ended, and something is left to do.",
        WebhookKind.APPOINTMENT_CUSTOMER_NO_SHOW: "Nobody opened.",
        WebhookKind.APPOINTMENT_TECHNICIAN_NO_SHOW: "The technician did not come.",
        WebhookKind.PROMISE_AT_RISK: "A time that a customer was told will probably not hold.",
        WebhookKind.PROMISE_KEPT: "A time that a customer was told held.",
        WebhookKind.PROMISE_BROKEN: "A time that a customer was told did not hold.",
        WebhookKind.PLAN_KEPT: "A plan was made and published.",
    }
)
"""What each kind says, in a sentence for whoever chooses among them."""

TEST: Final = "webhook.test"
"""The type of a message that only tries an address out."""

_OF_APPOINTMENTS: Final = {
    f"appointment_{state}": WebhookKind(f"appointment.{state}")
    for state in AppointmentState
    if state is not AppointmentState.HELD
}
_OF_CASES: Final = {f"case_{state}": WebhookKind.CASE_STATE_CHANGED for state in CaseState}
_OF_RECALLS: Final = {f"response_{state}": WebhookKind.RECALL_ANSWERED for state in ResponseState}
_OF_REGISTRATIONS: Final = {
    f"registration_{state}": WebhookKind.REGISTRATION_STATE_CHANGED
    for state in RegistrationState
    if state is not RegistrationState.ERASED
}
_OF_CLAIMS: Final = {f"claim_{state}": WebhookKind.CLAIM_STATE_CHANGED for state in ClaimState}
_OF_COMPLAINTS: Final = {
    f"complaint_{state}": WebhookKind.COMPLAINT_STATE_CHANGED
    for state in ComplaintState
    if state is not ComplaintState.RECEIVED
}
_OF_ALARMS: Final = {
    f"alarm_{state}": WebhookKind.ALARM_STATE_CHANGED
    for state in AlarmState
    if state is not AlarmState.OPEN
}
_OF_IMPROVEMENTS: Final = {
    f"improvement_{state}": WebhookKind.IMPROVEMENT_STATE_CHANGED
    for state in ImprovementState
    if state is not ImprovementState.OPEN
}
_OF_MAINTENANCE: Final = {
    f"maintenance_{state}": WebhookKind(f"maintenance.{state}")
    for state in (
        MaintenanceState.DUE,
        MaintenanceState.BOOKED,
        MaintenanceState.DONE,
        MaintenanceState.MISSED,
    )
}

TOLD: Final[Mapping[tuple[str, str], WebhookKind]] = MappingProxyType(
    {
        ("unit_registered", "registration"): WebhookKind.REGISTRATION_SUBMITTED,
        **{(what, "registration"): kind for what, kind in _OF_REGISTRATIONS.items()},
        ("case_opened", "service_case"): WebhookKind.CASE_OPENED,
        ("case_unplaced", "service_case"): WebhookKind.VISIT_NOT_PLANNED,
        **{(what, "service_case"): kind for what, kind in _OF_CASES.items()},
        ("case_update_promised", "service_case"): WebhookKind.CASE_UPDATE_PROMISED,
        ("case_answered", "service_case"): WebhookKind.CASE_ANSWERED,
        ("claim_opened", "claim"): WebhookKind.CLAIM_OPENED,
        **{(what, "claim"): kind for what, kind in _OF_CLAIMS.items()},
        ("goodwill_granted", "goodwill_grant"): WebhookKind.GOODWILL_GRANTED,
        ("goodwill_revoked", "goodwill_grant"): WebhookKind.GOODWILL_ENDED,
        ("goodwill_lapsed", "goodwill_grant"): WebhookKind.GOODWILL_ENDED,
        ("campaign_published", "campaign"): WebhookKind.RECALL_PUBLISHED,
        **{(what, "campaign_response"): kind for what, kind in _OF_RECALLS.items()},
        ("complaint_opened", "complaint"): WebhookKind.COMPLAINT_OPENED,
        **{(what, "complaint"): kind for what, kind in _OF_COMPLAINTS.items()},
        ("survey_answered", "survey"): WebhookKind.SURVEY_ANSWERED,
        ("alarm_raised", "alarm"): WebhookKind.ALARM_RAISED,
        **{(what, "alarm"): kind for what, kind in _OF_ALARMS.items()},
        ("issue_published", "known_issue"): WebhookKind.KNOWN_ISSUE_CHANGED,
        ("issue_edited", "known_issue"): WebhookKind.KNOWN_ISSUE_CHANGED,
        ("issue_retired", "known_issue"): WebhookKind.KNOWN_ISSUE_CHANGED,
        ("playbook_added", "playbook"): WebhookKind.PLAYBOOK_CHANGED,
        ("playbook_edited", "playbook"): WebhookKind.PLAYBOOK_CHANGED,
        ("improvement_opened", "improvement"): WebhookKind.IMPROVEMENT_OPENED,
        ("improvement_postponed", "improvement"): WebhookKind.IMPROVEMENT_STATE_CHANGED,
        **{(what, "improvement"): kind for what, kind in _OF_IMPROVEMENTS.items()},
        **{(what, "maintenance"): kind for what, kind in _OF_MAINTENANCE.items()},
        ("visit_requested", "work_order"): WebhookKind.VISIT_REQUESTED,
        ("work_order_cancelled", "work_order"): WebhookKind.VISIT_CANCELLED,
        ("window_changed", "appointment"): WebhookKind.APPOINTMENT_MOVED,
        ("notice_delayed", "appointment"): WebhookKind.VISIT_DELAYED,
        **{(what, "appointment"): kind for what, kind in _OF_APPOINTMENTS.items()},
        ("promise_at_risk", "promise"): WebhookKind.PROMISE_AT_RISK,
        ("promise_kept", "promise"): WebhookKind.PROMISE_KEPT,
        ("promise_broken_told", "promise"): WebhookKind.PROMISE_BROKEN,
        ("promise_broken_untold", "promise"): WebhookKind.PROMISE_BROKEN,
        ("plan_kept", "plan_run"): WebhookKind.PLAN_KEPT,
    }
)
"""From what the audit trail says, and of which table, to what shop systems are told."""

KEPT_IN_HOUSE: Final = frozenset(
    {
        "appointment_held",  # a hold lasts minutes; whoever books hears of it at once
        "buyer_moved",  # the changed window says it
        "hold_released",
        "quota_removed",  # how much is sold on a day is the house's affair
        "quota_set",
        "waits_for_earlier",  # nothing has changed before they take one
        "appointment_reassigned",  # who goes is no affair of the shop
        "appointment_retimed",  # the planned time is internal, the window stays
        "done_for_customer",  # what was done is told itself
        "campaign_closed",  # nobody is reminded any more; what is open stays open
        "campaign_discarded",  # a draft is nobody's affair
        "campaign_draft",  # nobody is told of a draft
        "campaign_edited",
        "channel_behind",  # how fast we answer is no affair of the shop
        "channel_recovered",
        "case_handed_over",  # who answers is no affair of the shop
        "case_message_received",  # what customers write stays in the house
        "case_not_reached",  # the house calls them
        "case_note_written",  # what colleagues write to each other, too
        "case_priority_changed",  # how urgent it is stands in the case
        "case_talk_mailed",  # case.answered said it when it was written
        "case_unit_linked",  # what it is about stands in the case
        "case_update_slipped",  # the promise that is at risk says it
        "case_sender_identified",  # whose case it is stands in the case
        "case_playbook_followed",  # how we work is the house's affair; what is said is case.answered
        "case_step_done",
        "case_repeated",  # a second tap on the same button
        "claim_cost_added",  # what a claim costs stands in the claim
        "claim_routed",  # a person looks at it: the state says so
        "claim_visited",  # what follows from the visit stands in the claim
        "claim_told",  # what became known stands in the claim
        "goodwill_asked",  # nothing is granted before a colleague approves
        "goodwill_budget_set",  # what the house may spend is no affair of the shop
        "goodwill_declined",  # the customer was told nothing
        "surprise_given",  # goodwill.granted says it
        "surprise_handed",
        "surprise_rule_active",  # what the house gives away is its own affair
        "surprise_rule_added",
        "surprise_rule_ended",
        "surprise_rule_paused",
        "surprise_untold",
        "work_brought_forward",  # the plan says when somebody comes
        "complaint_not_granted",  # where the money comes from is settled in the house
        "complaint_offer_waiting",  # nobody has approved it, and the customer knows nothing of it
        "complaint_received",  # complaint.opened says it
        "complaint_answered",  # what customers write stays in the house
        "complaint_told",  # what became known stands in the case
        "alarm_open",  # alarm.raised says it
        "issue_draft",  # a draft is nobody's affair
        "issue_told",  # whom we wrote to is the house's affair
        "survey_asked",  # nothing was said yet
        "improvement_open",  # improvement_postponed says it
        "improvement_handed_over",  # who sees to it is no affair of the shop
        "maintenance_planned",  # months ahead; maintenance.due comes in time
        "maintenance_put_off",  # maintenance.due comes again on that day
        "maintenance_declined",  # what an owner does not want stays in the house
        "maintenance_void",  # the unit, its owner or its contract is gone
        "maintenance_told",  # maintenance.due said it
        "maintenance_untold",  # the house calls them
        "maintenance_schedule_added",  # the shop itself hands them over, or reads them where they stand
        "maintenance_schedule_ended",
        "service_contract_added",
        "service_contract_ended",
        "order_added",  # the shop itself handed it over
        "response_affected",  # stands in the response
        "response_mail_dead",
        "response_not_reached",  # an attempt, no answer
        "response_reached",
        "response_still_there",
        "response_wants_call",  # the case says it
        "response_wants_remedy",
        "registration_erased",  # nobody is to hear of somebody who wants to be forgotten
        "plan_overtaken",
        "plan_refused",
        "promise_made",  # stands in the appointment that it is about
        "promise_superseded",  # a shorter window was told: appointment.moved says it
        "registration_asked",  # what is asked stands in the registration
        "promise_released",  # the customer moved or cancelled: the appointment says it
    }
)
"""What the audit trail says of the same nouns and shop systems are not told."""


def kind_of(what: str, subject_kind: str) -> WebhookKind | None:
    """The kind of event that a line of the audit trail is for shop systems, if it is one."""
    return TOLD.get((what, subject_kind))
