"""What happened to a visit, in words: the audit trail as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from aftersales.notices.kinds import NoticeKind
from aftersales.records import (
    ActorKind,
    AppointmentState,
    CampaignState,
    CaseState,
    ComplaintState,
    Event,
    ImprovementState,
    PromiseState,
    RegistrationState,
    ReturnState,
)
from aftersales.words import Words
from warranty import ClaimState
from warranty.claims.recovery import RecoveryState
from warranty.recalls.responses import ResponseState
from web.pages.campaign_words import campaign_state_words, response_words
from web.pages.case_words import case_state_words
from web.pages.claim_words import recovery_words, state_words
from web.pages.complaint_words import complaint_words
from web.pages.improvement_words import improvement_words
from web.pages.registration_words import registration_words
from web.pages.return_words import return_state_words
from web.pages.standing import progress_words, promise_words

TO_COLLEAGUES = frozenset(
    {
        NoticeKind.PLAN_CHANGED,
        NoticeKind.PROMISE_AT_RISK,
        NoticeKind.APPROVAL_NEEDED,
        NoticeKind.ASSIGNMENT,
        NoticeKind.SLA_WARNING,
        NoticeKind.IMPROVEMENT_ASSIGNED,
        NoticeKind.IMPROVEMENT_LATE,
    }
)


def happened(_: Words, what: str) -> str:  # noqa: PLR0911, PLR0912 - one line for each noun
    """An event's word as a sentence; one that nobody put into words stays as it is."""
    family, _dash, rest = what.partition("_")
    match family:
        case "notice" if rest in set(NoticeKind):
            is_inside = NoticeKind(rest) in TO_COLLEAGUES
            return _("Colleagues were told") if is_inside else _("The customer was told")
        case "promise" if rest in set(PromiseState):
            return _("Promise: {state}", state=promise_words(_, PromiseState(rest)))
        case "case" if rest in set(CaseState):
            return _("Case: {state}", state=case_state_words(_, CaseState(rest)))
        case "claim" if rest in set(ClaimState):
            return _("Claim: {state}", state=state_words(_, rest))
        case "response" if rest in set(ResponseState):
            return _("Unit: {state}", state=response_words(_, rest))
        case "campaign" if rest in set(CampaignState):
            return _("Campaign: {state}", state=campaign_state_words(_, CampaignState(rest)))
        case "complaint" if rest in set(ComplaintState):
            return _("Complaint: {state}", state=complaint_words(_, ComplaintState(rest)))
        case "improvement" if rest in set(ImprovementState):
            return _("Improvement: {state}", state=improvement_words(_, ImprovementState(rest)))
        case "registration" if rest in set(RegistrationState):
            return _("Registration: {state}", state=registration_words(_, RegistrationState(rest)))
        case "recovery" if rest in set(RecoveryState):
            return _("From the maker: {state}", state=recovery_words(_, RecoveryState(rest)))
        case "return" if rest in set(ReturnState):
            return _("Return: {state}", state=return_state_words(_, ReturnState(rest)))
        case "appointment" if rest in set(AppointmentState):
            return _("Visit: {state}", state=progress_words(_, AppointmentState(rest)))
        case _family:
            return _others(_).get(what, what.replace("_", " "))


def _others(_: Words) -> dict[str, str]:
    return {
        "maintenance_planned": _("The maintenance was planned"),
        "maintenance_due": _("The maintenance is due"),
        "maintenance_told": _("The owner was asked"),
        "maintenance_untold": _("The owner could not be asked"),
        "maintenance_booked": _("A time was asked for"),
        "maintenance_put_off": _("The maintenance was put off"),
        "maintenance_declined": _("The owner does not want it"),
        "maintenance_missed": _("The maintenance was missed"),
        "maintenance_done": _("The maintenance was done"),
        "maintenance_void": _("The maintenance is not needed any more"),
        "preparation_address_given": _("The buyer said where the visit is"),
        "preparation_site_told": _("The buyer described the place"),
        "preparation_contact_given": _("The buyer said whom we meet"),
        "visit_requested": _("The visit was asked for"),
        "second_visit_asked": _("A second visit follows"),
        "follows_first_visit": _("It follows a first visit"),
        "work_order_noted": _("The note for the technician was changed"),
        "wishes_replaced": _("Other times were wished for"),
        "work_order_cancelled": _("The work was called off"),
        "appointment_retimed": _("The planned time changed"),
        "appointment_reassigned": _("Somebody else comes"),
        "window_changed": _("The window changed"),
        "done_for_customer": _("Done for the customer, at their wish"),
        "buyer_keeps": _("The customer keeps the time"),
        "buyer_declines": _("The time does not suit the customer"),
        "calendar_accepted": _("Accepted in the customer's calendar"),
        "calendar_tentative": _("Perhaps, says the customer's calendar"),
        "calendar_declined": _("Declined in the customer's calendar"),
        "calendar_countered": _("Another time was proposed from the customer's calendar"),
        "buyer_moves": _("The customer asks for another time"),
        "buyer_wants_call": _("The customer asks for a call"),
        "buyer_moved": _("The customer chose another time"),
        "hold_released": _("The time that was kept is free again"),
        "waits_for_earlier": _("The customer would like an earlier time"),
        "case_opened": _("The case was opened"),
        "claim_opened": _("The claim was opened"),
        "claim_told": _("More became known"),
        "claim_visited": _("The visit is done: the serial of the new unit is still to be entered"),
        "complaint_opened": _("The complaint was opened"),
        "channel_behind": _("The channel fell behind"),
        "channel_recovered": _("The channel caught up"),
        "case_not_reached": _("A message did not arrive"),
        "complaint_answered": _("The customer wrote"),
        "complaint_told": _("More became known"),
        "complaint_not_granted": _("It could not be booked as goodwill: settle who pays"),
        "complaint_offer_waiting": _("An offer waits for approval"),
        "offer_accepted": _("The customer accepted the offer"),
        "offer_declined": _("The customer declined the offer"),
        "offer_withdrawn": _("The offer was taken back"),
        "claim_routed": _("The rules left it to a person"),
        "claim_cost_added": _("A cost was added"),
        "case_unit_linked": _("It was said which product it is about"),
        "case_message_received": _("The customer wrote"),
        "case_answered": _("The customer was answered"),
        "case_priority_changed": _("The urgency was changed"),
        "case_talk_mailed": _("The answer in the chat went out by e-mail, too"),
        "case_note_written": _("A note was written"),
        "case_handed_over": _("The case was handed over"),
        "case_sender_identified": _("It became known whose case it is"),
        "goodwill_asked": _("A colleague's approval was asked for"),
        "goodwill_granted": _("Goodwill was granted"),
        "goodwill_declined": _("Goodwill was declined"),
        "goodwill_revoked": _("Goodwill was taken back"),
        "goodwill_lapsed": _("Goodwill was not taken"),
        "goodwill_budget_set": _("The budget was set"),
        "work_brought_forward": _("It may come earlier, as a thank-you"),
        "unit_registered": _("The registration came"),
        "cover_end_told": _("The owner was told that a cover ends"),
        "work_offered": _("A service partner was asked whether it comes"),
        "work_accepted": _("The service partner comes"),
        "work_declined": _("The service partner does not come"),
        "work_expired": _("The service partner did not answer in time"),
        "work_withdrawn": _("The service partner was not asked any more"),
        "work_passed_on": _("Somebody else comes instead of the service partner"),
        "work_not_taken": _("Nobody else can come instead of the service partner"),
        "transfer_offered": _("The unit was offered to a new owner"),
        "transfer_accepted": _("The new owner said yes"),
        "transfer_declined": _("The new owner said no"),
        "transfer_withdrawn": _("The offer to a new owner was taken back"),
        "transfer_lapsed": _("The offer to a new owner ran out"),
        "transfer_told": _("The owner who passed it on was told"),
        "unit_added": _("The unit became known"),
        "unit_owner_changed": _("The unit got another owner"),
        "unit_days_corrected": _("The days were corrected"),
        "unit_serial_corrected": _("The serial was corrected"),
        "unit_superseded": _("The unit was replaced"),
        "covers_recomputed": _("The covers were worked out anew"),
        "registration_asked": _("The owner was asked for something"),
        "case_playbook_followed": _("A playbook is followed"),
        "case_step_done": _("A step of the playbook was done"),
        "case_update_slipped": _("The customer was told that it takes longer"),
        "case_update_promised": _("The next update was promised"),
        "alarm_raised": _("The alarm was raised"),
        "improvement_opened": _("The improvement was begun"),
        "improvement_postponed": _("It got another day"),
        "improvement_handed_over": _("Somebody else sees to it"),
        "issue_draft": _("The draft was written"),
        "issue_edited": _("The article was changed"),
        "issue_published": _("The article was published"),
        "issue_retired": _("The article was retired"),
        "issue_told": _("An owner was told"),
        "file_added": _("A file was added"),
        "return_reminded": _("The customer was reminded of the return"),
        "return_extended": _("The customer got more time for the return"),
        "recall_told": _("The owner was told"),
        "response_affected": _("It is certain now that the unit is meant"),
        "response_mail_dead": _("The message reached nobody"),
        "response_reached": _("The owner was reached"),
        "response_not_reached": _("The owner was not reached"),
        "response_still_there": _("The owner still has it"),
        "response_wants_call": _("The owner asks for a call"),
        "response_wants_remedy": _("The owner wants what is offered"),
        "campaign_edited": _("The draft was changed"),
        "customer_added": _("The customer was added"),
        "customer_edited": _("Name, language or contacts were changed"),
        "contact_added": _("A contact was added"),
        "contact_changed": _("A contact was changed"),
        "contact_removed": _("A contact was removed"),
        "household_joined": _("Linked to a household"),
        "household_left": _("Taken out of the household"),
        "customer_exported": _("The data were handed out"),
        "customer_erased": _("The data were erased"),
        "customer_erased_wholly": _("What was kept for claims was erased"),
        "erased_customer_returned": _("Somebody at this address had their data erased before"),
        "customer_merged": _("Two customers became one"),
        "customer_unmerged": _("They are two customers again"),
        "buyer_not_reached": _("The customer could not be reached"),
    }


def by_whom(_: Words, event: Event, names: Mapping[str, str]) -> str:
    """Who did it: the name of a user, else the kind of actor."""
    if event.actor in names:
        return names[event.actor]
    match event.actor_kind:
        case ActorKind.SYSTEM:
            return _("by itself")
        case ActorKind.CUSTOMER:
            return _("by the customer")
        case ActorKind.TECHNICIAN:
            return _("by the technician")
        case ActorKind.STAFF:
            return _("by the office")
        case ActorKind.SHOP:
            return _("by a shop system")
        case ActorKind.PARTNER:
            return _("by the partner")
        case _never:
            assert_never(_never)
