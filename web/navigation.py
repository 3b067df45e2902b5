"""The way from page to page: what each role finds at the top of every page."""

from __future__ import annotations

from dataclasses import dataclass

from aftersales.access import OFFICE, PLANNERS, SignedIn
from aftersales.records import Role
from aftersales.words import Words


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation."""

    label: str
    href: str
    is_present: bool


def navigation(me: SignedIn, path: str, _: Words) -> list[NavItem]:
    """The entries for a user, the present one marked."""
    entries = [(_("Home"), "/")]
    if me.role in PLANNERS:
        entries.append((_("Plans"), "/plans"))
    if me.role in OFFICE:
        entries += [
            (_("Cases"), "/cases"),
            (_("Claims"), "/claims"),
            (_("Complaints"), "/complaints"),
            (_("Surveys"), "/surveys"),
            (_("Units"), "/units"),
            (_("Customers"), "/customers"),
            (_("Recalls"), "/campaigns"),
            (_("Failures"), "/alarms"),
            (_("Registrations"), "/registrations"),
            (_("Set aside"), "/set-aside"),
        ]
    if me.role in (Role.MANAGER, Role.ADMIN):
        entries.append((_("Goodwill"), "/goodwill"))
    if me.role in OFFICE:
        entries.append((_("API"), "/api"))
    if me.role is Role.PARTNER:
        entries.append((_("Surveys"), "/surveys"))
    if me.role is Role.ADMIN:
        entries.append((_("Patterns"), "/patterns"))
    return [NavItem(label, href, href == _nearest(path, entries)) for label, href in entries]


def _nearest(path: str, entries: list[tuple[str, str]]) -> str:
    """The entry whose address is the longest beginning of this one."""
    under = [
        href for _label, href in entries if path == href or path.startswith(href.rstrip("/") + "/")
    ]
    return max(under, key=len, default="")
