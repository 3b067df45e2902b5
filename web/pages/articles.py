"""Self-help articles for everybody, and where they stand beside a unit for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from aftersales.errors import NotThere
from aftersales.prevention.issues import issues_for, said_in, steps_of
from aftersales.queries.issues import issue_by_slug
from aftersales.queries.uploads import uploads_of
from aftersales.records import KnownIssue, KnownIssueState, ProductModel, Upload
from aftersales.store import Session
from aftersales.uploads import MEDIA_TYPES, content_of
from aftersales.words import LANGUAGES, Words, words_in
from web.pages.campaign_words import language_words
from web.parts import PartsIn
from web.templating import asked_words, page

router = APIRouter(prefix="/help/articles")

Slug = Annotated[str, Path(max_length=64, pattern="^[a-z0-9-]+$")]

MOST = 3
"""Articles shown beside a unit: more would not be read on the telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A known issue beside a unit: its title, summary and steps, and the way to it."""

    title: str
    summary: str
    steps: list[str]
    language: str
    href: str


@router.get("/{slug}")
def article(
    request: Request,
    parts: PartsIn,
    slug: Slug,
    language: Annotated[str, Query(max_length=16)] = "",
) -> Response:
    """What it is and what helps, in the language of the reader."""
    _ = words_in(language) if language in LANGUAGES else asked_words(request)
    with parts.store.reading() as session:
        row = _published(session, slug)
        picture = _picture(session, row)
    spoken, said = said_in(row, _.language)
    return page(
        request,
        "article.html",
        _,
        issue=row,
        said=said,
        said_language=spoken,
        steps=steps_of(said),
        has_picture=picture is not None,
        others=[
            (each, language_words(words_in(each), each)) for each in row.texts if each != spoken
        ],
    )


@router.get("/{slug}/picture")
def picture(parts: PartsIn, slug: Slug) -> Response:
    """The picture of an article."""
    with parts.store.reading() as session:
        row = _picture(session, _published(session, slug))
    if row is None:
        raise NotThere("This article has no picture.")
    return Response(
        content_of(parts.settings, row),
        media_type=MEDIA_TYPES[row.kind],
        headers={"Content-Security-Policy": "default-src 'none'; sandbox"},
    )


def help_for(
    _: Words, session: Session, model: ProductModel, *, component: str = "", words: str = ""
) -> list[Help]:
    """What is known of a problem, the best first, for `known_issues` of parts/help.html."""
    return helps_of(_, issues_for(session, model, component=component, words=words))


def helps_of(_: Words, found: Sequence[KnownIssue]) -> list[Help]:
    """The first of these issues as they stand beside a unit or case."""
    return [_help(_, row) for row in found[:MOST]]


def _help(_: Words, row: KnownIssue) -> Help:
    spoken, said = said_in(row, _.language)
    return Help(
        title=said["title"],
        summary=said["summary"],
        steps=steps_of(said),
        language=spoken,
        href=f"/help/articles/{row.slug}",
    )


def _published(session: Session, slug: str) -> KnownIssue:
    row = issue_by_slug(session, slug)
    if row is None or row.state is not KnownIssueState.PUBLISHED:
        raise NotThere("This article is not there, or not any more. Please ask us.")
    return row


def _picture(session: Session, row: KnownIssue) -> Upload | None:
    return next(iter(uploads_of(session, "known_issue", row.id)), None)
