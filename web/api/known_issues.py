"""Known issues: written, published, told to owners; and the articles that anybody reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.jobs.recalls import tell_of_issue
from aftersales.prevention.issues import Article, add_issue, edit_issue, move_issue
from aftersales.queries.issues import issue_by_slug
from aftersales.queries.pages import page_of
from aftersales.records import Alarm, KnownIssue, KnownIssueState
from aftersales.store import lock_rows
from web.api.fields import Code, CodeAsked, Edited, Line, LongText, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/known-issues", tags=["prevention"])
articles = APIRouter(prefix="/articles", tags=["prevention"])

Slug = Annotated[str, Path(max_length=64, pattern="^[a-z0-9-]+$")]
Spoken = Literal["en", "lv", "bn"]


class ArticleWords(BaseModel):
    """What people read in one language; steps stand one a line."""

    title: Line
    summary: Text
    steps: LongText = ""


class IssueSent(Sent):
    """A draft; nobody but staff reads it before it is published."""

    model_config = example(
        slug="filter-clogs",
        product_type="washing_machine",
        component="pump",
        symptoms=["does not drain"],
        texts={
            "en": {
                "title": "It does not drain",
                "summary": "The filter clogs.",
                "steps": "Open the filter.\nRinse it.",
            }
        },
    )

    slug: Code = Field(description="Its name in its address: small letters, digits and dashes.")
    product_type: Code | None = None
    models: list[Code] = Field(default_factory=list, max_length=1000)
    component: Code | None = None
    symptoms: list[Line] = Field(default_factory=list, max_length=200)
    texts: dict[Spoken, ArticleWords] = Field(description="By language; English is needed.")
    video_url: Line | None = None
    alarm_id: UUID | None = Field(default=None, description="The alarm that it is about.")


class IssueEdited(Edited):
    """What is to change; a list or the texts are given whole."""

    model_config = example(symptoms=["does not drain", "water stays in the drum"])

    slug: Code | None = None
    product_type: Code | None = None
    models: list[Code] | None = Field(default=None, max_length=1000)
    component: Code | None = None
    symptoms: list[Line] | None = Field(default=None, max_length=200)
    texts: dict[Spoken, ArticleWords] | None = None
    video_url: Line | None = None


class IssueShown(Shown):
    """A known issue as it stands."""

    id: UUID
    slug: str
    state: KnownIssueState
    product_type: str
    models: list[str]
    component: str
    symptoms: list[str]
    texts: dict[str, dict[str, str]]
    video_url: str
    created_at: datetime
    published_at: datetime | None
    retired_at: datetime | None
    revision: int


class ArticleShown(Shown):
    """A published article in every language that it is written in."""

    id: UUID
    slug: str
    product_type: str
    models: list[str]
    component: str
    texts: dict[str, dict[str, str]]
    video_url: str
    published_at: datetime | None
    revision: int


@router.get("", summary="List known issues")
def issues(
    parts: PartsIn,
    paged: PagedIn,
    slug: CodeAsked = None,
    state: KnownIssueState | None = None,
    product_type: CodeAsked = None,
    component: CodeAsked = None,
) -> Listed[IssueShown]:
    """All known issues, drafts among them, the first written first."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            KnownIssue,
            after=paged.after,
            limit=paged.limit,
            slug=slug,
            state=state,
            product_type=product_type,
            component=component,
        )
        return paged.listed(page, IssueShown.model_validate)


@router.get("/{issue_id}", summary="One known issue", response_model=IssueShown)
def issue(parts: PartsIn, held: HeldIn, issue_id: UUID) -> Response:
    """A known issue with its words."""
    with parts.store.reading() as session:
        row = found(session, KnownIssue, issue_id, "known issue")
        return held.answer(IssueShown.model_validate(row))


@router.post("", status_code=201, summary="Write a known issue", response_model=IssueShown)
def written(once: OnceIn, sent: IssueSent) -> Response:
    """Keep a draft."""

    def act(deed: Deed) -> Acted:
        alarm = None
        if sent.alarm_id is not None:
            alarm = found(deed.session, Alarm, sent.alarm_id, "alarm")
        row = add_issue(deed, _article(sent), alarm)
        deed.session.flush()
        return IssueShown.model_validate(row), f"/api/v1/known-issues/{row.id}"

    return once.answer(act)


@router.patch("/{issue_id}", summary="Change a known issue", response_model=IssueShown)
def edited(edit: EditIn, issue_id: UUID, sent: IssueEdited) -> Response:
    """Change what is written; whoever reads it next reads it anew."""
    return edit.answer(
        lambda session: found(session, KnownIssue, issue_id, "known issue"),
        shown=lambda _session, row: IssueShown.model_validate(row),
        change=lambda deed, row: edit_issue(deed, row, _changed(row, sent)),
    )


@router.post("/{issue_id}/publication", summary="Publish it", response_model=IssueShown)
def published(once: OnceIn, issue_id: UUID) -> Response:
    """Let anybody read it, and show it beside the units that it is about."""
    return _acted(
        once, issue_id, lambda deed, row: move_issue(deed, row, KnownIssueState.PUBLISHED)
    )


@router.post("/{issue_id}/retirement", summary="Retire it", response_model=IssueShown)
def retired(once: OnceIn, issue_id: UUID) -> Response:
    """Show it to nobody any more."""
    return _acted(once, issue_id, lambda deed, row: move_issue(deed, row, KnownIssueState.RETIRED))


@router.post("/{issue_id}/telling", summary="Tell its owners", response_model=IssueShown)
def told(once: OnceIn, issue_id: UUID) -> Response:
    """Tell every owner who may be written to, once each; only a manager does."""
    return _acted(once, issue_id, tell_of_issue)


@articles.get("", summary="List articles")
def published_articles(
    parts: PartsIn, paged: PagedIn, product_type: CodeAsked = None, component: CodeAsked = None
) -> Listed[ArticleShown]:
    """Every published article, for your own help pages."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            KnownIssue,
            after=paged.after,
            limit=paged.limit,
            state=KnownIssueState.PUBLISHED,
            product_type=product_type,
            component=component,
        )
        return paged.listed(page, ArticleShown.model_validate)


@articles.get("/{slug}", summary="One article", response_model=ArticleShown)
def article(parts: PartsIn, held: HeldIn, slug: Slug) -> Response:
    """A published article by its name."""
    with parts.store.reading() as session:
        row = issue_by_slug(session, slug)
        if row is None or row.state is not KnownIssueState.PUBLISHED:
            raise NotThere("There is no such article, or not any more. Look at the list of them.")
        return held.answer(ArticleShown.model_validate(row))


def _acted(once: OnceIn, issue_id: UUID, change: Callable[[Deed, KnownIssue], object]) -> Response:
    """One step of an article, one at a time."""

    def act(deed: Deed) -> Acted:
        lock_rows(deed.session, "known_issue", [issue_id])
        row = found(deed.session, KnownIssue, issue_id, "known issue")
        change(deed, row)
        deed.session.flush()
        return IssueShown.model_validate(row), None

    return once.answer(act, status=200)


def _article(sent: IssueSent) -> Article:
    return Article(
        slug=sent.slug,
        product_type=sent.product_type or "",
        models=tuple(sent.models),
        component=sent.component or "",
        symptoms=tuple(sent.symptoms),
        texts={str(language): said.model_dump() for language, said in sent.texts.items()},
        video_url=sent.video_url or "",
    )


def _changed(row: KnownIssue, sent: IssueEdited) -> Article:
    """The article as it stands, with what is to change."""
    kept = {
        name: getattr(row, name)
        for name in ("slug", "product_type", "models", "component", "symptoms", "texts")
    }
    asked = sent.model_dump(exclude_none=True)
    whole = {**kept, "video_url": row.video_url, **asked}
    return Article(
        **{**whole, "models": tuple(whole["models"]), "symptoms": tuple(whole["symptoms"])}
    )
