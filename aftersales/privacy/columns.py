"""What each column of a customer's rows says of them: which are struck out, and which say nothing about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from aftersales.notices.forgetting import FORGOTTEN

GONE: Final = frozenset(
    {"contact", "household_member", "link", "one_time_code", "upload", "wished_window"}
)
"""Tables whose rows are taken away: they are nothing but the person, or the way to them."""

STRUCK: Final[Mapping[str, Mapping[str, object]]] = MappingProxyType(
    {
        "appointment": {"cancel_reason": None},
        "campaign_response": {"note": ""},
        "claim": {"symptom": ""},
        "claim_cost": {"note": ""},
        "complaint": {"wish": "", "outcome": ""},
        "complaint_offer": {"said": FORGOTTEN, "answer": ""},
        "consent": {"source": FORGOTTEN},
        "customer": {"name": FORGOTTEN},
        "customer_merge": {"reason": FORGOTTEN, "moved": {}},
        "event": {"why": ""},
        "goods_return": {"accessories": "", "note": ""},
        "goodwill_grant": {"reason": FORGOTTEN, "end_reason": ""},
        "intake": {
            "sender": "",
            "whole": "",
            "sentence": "",
            "address": "",
            "name": "",
            "subject": "",
        },
        "maintenance": {"note": ""},
        "location": {
            "street": FORGOTTEN,
            "house_number": "",
            "postcode": "",
            "town": FORGOTTEN,
            "access_notes": "",
            "road_row": None,
        },
        "notice_delivery": {"error": ""},
        "promise": {"reason": ""},
        "registration": {"question": "", "told": {}},
        "service_case": {"subject": FORGOTTEN, "description": ""},
        "service_entry": {"note": "", "signed_by": "", "signature": ""},
        "survey": {"text": ""},
        "unit_transfer": {"name": "", "email": "", "live_key": None},
        "thread_message": {"who": FORGOTTEN, "address": "", "text": FORGOTTEN, "outside_id": None},
        "visit_event": {"note": "", "latitude": None, "longitude": None},
        "visit_preparation": {"answers": {}, "contact_name": "", "contact_phone": ""},
        "work_offer": {"reason": ""},
        "work_order": {"note": ""},
    }
)
"""What stands in a column afterwards. A place keeps its country, and the tenth of a degree in which it lies."""

AT_THE_END: Final[Mapping[str, Mapping[str, object]]] = MappingProxyType(
    {
        "claim": {"serial_read": None, "decision": {}},
        "goods_return": {"serial_read": None},
        "service_entry": {"serial": ""},
        "unit": {"serial": None},
    }
)
"""What is struck when no claim can be made any more: until then a claim must be found and answered for."""

PLAIN: Final = frozenset(
    {
        *("appointment.customer_choice", "appointment.cancelled_by", "appointment.zone"),
        *("campaign_response.found", "campaign_response.state", "campaign_response.told"),
        "campaign_response.next_way",
        *("case_step.text", "case_step.role"),
        *("claim.reference", "claim.state", "claim.component", "claim.finding", "claim.remedy"),
        *("claim.currency", "claim.rma", "claim.supplier_recovery"),
        *("claim_cost.kind", "claim_cost.currency"),
        *("complaint_offer.remedy", "complaint_offer.currency"),
        *("intake.channel", "intake.outside_id"),  # what a message is called: its digest afterwards
        *("cover.kind", "cover.provider", "cover.counted_from", "cover.components", "cover.payer"),
        *("cover.exclusions", "cover.exchange", "cover.source"),
        *("customer.number", "customer.language"),
        "erasure.counts",
        *("event.actor", "event.what", "event.subject_kind", "event.facts"),
        *("goods_return.reference", "goods_return.exchange", "goods_return.condition"),
        *("goods_return.finding", "goods_return.checks"),
        "goods_return.serial",  # of a unit of ours
        *("goodwill_grant.reference", "goodwill_grant.subject_kind", "goodwill_grant.remedy"),
        *("goodwill_grant.currency", "goodwill_grant.proposal", "goodwill_grant.asked_by"),
        *("goodwill_grant.granted_by", "goodwill_grant.authority", "goodwill_grant.ended_by"),
        "goodwill_grant.once_key",
        *("location.country", "location.zone"),
        "maintenance.done_by",
        *("service_entry.device_key", "service_entry.actor", "service_entry.test_result"),
        "service_entry.answers",  # findings and readings
        *("service_contract.number", "service_contract.name", "service_contract.provider"),
        "service_contract.source",
        *("notice.unrepeatable_key", "notice.kind", "notice.subject_kind", "notice.language"),
        "notice.facts",  # struck by `without_people`, which knows every fact
        "order_line.currency",
        "promise.zone",
        *("registration.reference", "registration.channel"),
        *("sales_order.number", "sales_order.channel"),
        *("service_case.reference", "service_case.owner_name"),
        "suppression.digest",
        "surprise.handed_by",
        *("survey.channel", "survey.reference"),
        "unit.country",
        *("waiting_customer.ended_why", "waiting_customer.passed"),
        *("visit_event.device_key", "visit_event.reason"),
        *("visit_event.actor", "visit_event.misfit"),
        "visit_preparation.reached_by",
        *("work_order.reference", "work_offer.live_key"),
        *("unit_transfer.reference", "unit_transfer.language"),
    }
)
"""Texts that say nothing about anybody, or name a colleague."""

KEPT_SECRET: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"link": frozenset({"token_hash"}), "one_time_code": frozenset({"asked_for_hash"})}
)
"""What is left out when a customer's data are handed out: hashes of secrets."""
