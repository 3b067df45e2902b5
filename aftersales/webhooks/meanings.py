"""What each kind of event says to whoever chooses among them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from aftersales.webhooks.kinds import WebhookKind

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
        WebhookKind.MAINTENANCE_BOOKED: "A visit for maintenance is arranged.",
        WebhookKind.MAINTENANCE_DONE: "Maintenance was done; `done_on` says when.",
        WebhookKind.MAINTENANCE_MISSED: "The last day for maintenance is over, and nobody answered; it can still be done.",
        WebhookKind.VISIT_REQUESTED: "A work order was made, perhaps with the times when somebody is at home.",
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
        WebhookKind.PARTS_REQUEST_CHANGED: "A visit needs a part, and it is asked for or on order; `expected_on` says when it comes.",
        WebhookKind.PARTS_REQUEST_ARRIVED: "A part that a visit needs is here, and set aside for it.",
        WebhookKind.PARTS_REQUEST_SLIPPED: "A part that a visit needs comes later, or is gone.",
        WebhookKind.PARTS_REQUEST_ENDED: "A part was fitted, or is not needed any more.",
        WebhookKind.PROMISE_AT_RISK: "A time that a customer was told will probably not hold.",
        WebhookKind.PROMISE_KEPT: "A time that a customer was told held.",
        WebhookKind.PROMISE_BROKEN: "A time that a customer was told did not hold.",
        WebhookKind.PLAN_KEPT: "A plan was made and published.",
    }
)
"""What each kind says, in a sentence for whoever chooses among them."""
