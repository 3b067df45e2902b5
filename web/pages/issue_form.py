"""The form of a known issue, as it was typed and as the house takes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from aftersales.prevention.issues import TEXTS, Article
from aftersales.records import Alarm, KnownIssue
from aftersales.words import LANGUAGES, Words
from web.pages.typed import Line, Long, lines_of


class IssueTyped(BaseModel):
    """What was typed, as it was typed; `alarm` is the alarm that it is about."""

    alarm: Line = ""
    slug: Line = ""
    product_type: Line = ""
    models: Long = ""
    component: Line = ""
    symptoms: Long = ""
    video_url: Line = ""
    en_title: Line = ""
    en_summary: Long = ""
    en_steps: Long = ""
    lv_title: Line = ""
    lv_summary: Long = ""
    lv_steps: Long = ""
    bn_title: Line = ""
    bn_summary: Long = ""
    bn_steps: Long = ""


def typed_of(row: KnownIssue) -> IssueTyped:
    """An article as it was typed."""
    said = {
        f"{language}_{name}": texts.get(name, "")
        for language, texts in row.texts.items()
        for name in TEXTS
    }
    return IssueTyped(
        slug=row.slug,
        product_type=row.product_type,
        models="\n".join(row.models),
        component=row.component,
        symptoms="\n".join(row.symptoms),
        video_url=row.video_url,
        **said,
    )


def begun_from(alarm: Alarm) -> IssueTyped:
    """An article about what an alarm has found, begun."""
    return IssueTyped(
        alarm=str(alarm.id),
        product_type=alarm.product_type,
        models=alarm.sku if "/" not in alarm.sku else "",
        component=alarm.component,
    )


def alarm_of(typed: IssueTyped) -> UUID | None:
    """The alarm that the article is about, if it is about one."""
    try:
        return UUID(typed.alarm)
    except ValueError:
        return None


def article_of(typed: IssueTyped) -> Article:
    """What was typed, as the house takes it; a language in which nothing stands is left out."""
    fields: dict[str, Any] = typed.model_dump()
    told = {
        language: {name: str(fields[f"{language}_{name}"]).strip() for name in TEXTS}
        for language in LANGUAGES
    }
    return Article(
        slug=typed.slug.strip(),
        product_type=typed.product_type.strip(),
        models=lines_of(typed.models),
        component=typed.component.strip(),
        symptoms=lines_of(typed.symptoms),
        texts={language: said for language, said in told.items() if any(said.values())},
        video_url=typed.video_url.strip(),
    )


def said_at(_: Words, where: str) -> str:
    """What is wrong with a field, for whoever typed it."""
    return {
        "slug": _("Write small letters, digits and dashes, such as filter-clogs."),
        "product_type": _("Choose a product type, or name models."),
        "video_url": _("Write an address that begins with https://."),
    }.get(where, _("Write this, or leave the whole language empty; English is always needed."))
