"""What the rows of a table are to people who never heard of tables."""

from __future__ import annotations

from aftersales.words import Words


def table_words(_: Words, table: str) -> str:
    """Several rows of a table; one that nobody put into words stays as it is called."""
    return {
        "appointment": _("Visits"),
        "campaign_response": _("Answers to recalls"),
        "claim": _("Claims"),
        "claim_cost": _("Costs of claims"),
        "complaint": _("Complaints"),
        "complaint_offer": _("Offers in complaints"),
        "intake": _("Messages as they came in"),
        "consent": _("Lines of the consent ledger"),
        "contact": _("Contacts"),
        "cover": _("Covers"),
        "customer": _("Customer numbers"),
        "customer_merge": _("Merges"),
        "erasure": _("Erasures"),
        "event": _("Lines of the audit trail"),
        "goodwill_grant": _("Goodwill"),
        "household_member": _("Place in a household"),
        "link": _("Links to pages of their own"),
        "location": _("Addresses"),
        "notice": _("Messages"),
        "notice_delivery": _("Deliveries of messages"),
        "one_time_code": _("One-time codes"),
        "order_line": _("Lines of orders"),
        "promise": _("Promises"),
        "registration": _("Registrations"),
        "sales_order": _("Orders"),
        "service_case": _("Cases"),
        "survey": _("Surveys"),
        "thread_message": _("Messages in cases"),
        "suppression": _("Codes of addresses"),
        "wished_window": _("Times when somebody is at home"),
        "unit": _("Units"),
        "unit_transfer": _("Units offered to somebody else"),
        "ownership": _("Times of ownership"),
        "upload": _("Files"),
        "work_order": _("Work orders"),
    }.get(table, table.replace("_", " "))
