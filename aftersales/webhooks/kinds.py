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
    PARTS_REQUEST_CHANGED = "parts_request.changed"
    PARTS_REQUEST_ARRIVED = "parts_request.arrived"
    PARTS_REQUEST_SLIPPED = "parts_request.slipped"
    PARTS_REQUEST_ENDED = "parts_request.ended"
    PROMISE_AT_RISK = "promise.at_risk"
    PROMISE_KEPT = "promise.kept"
    PROMISE_BROKEN = "promise.broken"
    PLAN_KEPT = "plan.kept"


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
        ("spare_requested", "spare_request"): WebhookKind.PARTS_REQUEST_CHANGED,
        ("spare_ordered", "spare_request"): WebhookKind.PARTS_REQUEST_CHANGED,
        ("spare_expected", "spare_request"): WebhookKind.PARTS_REQUEST_CHANGED,
        ("spare_arrived", "spare_request"): WebhookKind.PARTS_REQUEST_ARRIVED,
        ("spare_slipped", "spare_request"): WebhookKind.PARTS_REQUEST_SLIPPED,
        ("spare_fitted", "spare_request"): WebhookKind.PARTS_REQUEST_ENDED,
        ("spare_cancelled", "spare_request"): WebhookKind.PARTS_REQUEST_ENDED,
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
        "follows_first_visit",  # that the second visit was asked for is told itself
        "second_visit_asked",
        "work_type_priced",  # what a visit costs stands in what its buyer is told
        "work_order_noted",  # what technicians are told of a place stays in the house
        "waits_for_earlier",  # nothing has changed before they take one
        "appointment_reassigned",  # who goes is no affair of the shop
        "visit_overruns",  # the next visits' news tells what follows from it
        "visit_event_misfit",
        "positions_agreed",  # what technicians agree to is their own affair
        "positions_declined",
        "service_report_entered",  # what was done stands in the report
        "checklist_set",  # how we work is the house's affair
        "stock_missing",  # somebody counts
        "day_mended",  # windows stay; who comes, and in which order, is the house's affair
        "work_accepted",  # who goes is no affair of the shop
        "work_declined",
        "work_expired",
        "work_not_taken",
        "work_offered",
        "work_passed_on",
        "work_withdrawn",
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
        "spare_part_added",  # the shop itself hands them over, or reads them where they stand
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
