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


@dataclass(frozen=True, slots=True)
class Navigation:
    """What stands at the top of a page: the entries that everybody sees at once, and those behind “More”."""

    first: tuple[NavItem, ...]
    more: tuple[NavItem, ...]


def navigation(me: SignedIn, path: str, _: Words) -> Navigation:
    """The entries for a user, the present one marked and never hidden."""
    first, more = _often(me, _), _seldom(me, _)
    present = _nearest(path, [*first, *more])
    shown = [*first, *(entry for entry in more if entry[1] == present)]
    return Navigation(
        first=tuple(NavItem(label, href, is_present=href == present) for label, href in shown),
        more=tuple(
            NavItem(label, href, is_present=False) for label, href in more if href != present
        ),
    )


def _often(me: SignedIn, _: Words) -> list[tuple[str, str]]:
    """Where somebody goes many times a day."""
    entries = [(_("Home"), "/")]
    if me.role in PLANNERS:
        entries.append((_("Plans"), "/plans"))
    if me.role in OFFICE:
        entries += [
            (_("Cases"), "/cases"),
            (_("Claims"), "/claims"),
            (_("Complaints"), "/complaints"),
            (_("Customers"), "/customers"),
            (_("Units"), "/units"),
        ]
    if me.role is Role.PARTNER:
        entries += [(_("Offers of work"), "/work-offers"), (_("Surveys"), "/surveys")]
    return entries


def _seldom(me: SignedIn, _: Words) -> list[tuple[str, str]]:
    """Where somebody goes some times a week."""
    entries = []
    if me.role in OFFICE:
        entries += [
            (_("Parts"), "/parts"),
            (_("Returns"), "/returns"),
            (_("Registrations"), "/registrations"),
            (_("Set aside"), "/set-aside"),
            (_("Maintenance"), "/maintenance"),
            (_("Recalls"), "/campaigns"),
            (_("Failures"), "/alarms"),
            (_("Known issues"), "/issues"),
            (_("Playbooks"), "/playbooks"),
            (_("Checklists"), "/checklists"),
            (_("Surveys"), "/surveys"),
            (_("Improvements"), "/improvements"),
            (_("Promises"), "/promises"),
            (_("Offers of work"), "/work-offers"),
            (_("Channels"), "/channels"),
        ]
    if me.role in PLANNERS:
        entries += [(_("Quotas"), "/quotas"), (_("Calendars"), "/calendars")]
    if me.role in (Role.MANAGER, Role.ADMIN):
        entries.append((_("Goodwill"), "/goodwill"))
    if me.role in OFFICE:
        entries.append((_("API"), "/api"))
    if me.role is Role.ADMIN:
        entries.append((_("Patterns"), "/patterns"))
    return entries


def _nearest(path: str, entries: list[tuple[str, str]]) -> str:
    """The entry whose address is the longest beginning of this one."""
    under = [
        href for _label, href in entries if path == href or path.startswith(href.rstrip("/") + "/")
    ]
    return max(under, key=len, default="")
