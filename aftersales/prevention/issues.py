"""Known issues: written by staff as drafts, published to be read by anybody, retired when they help no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.queries.issues import issue_by_slug, published_issues
from aftersales.records import Alarm, KnownIssue, KnownIssueState, ProductModel
from aftersales.states import moved
from aftersales.store import Session
from aftersales.words import LANGUAGES
from warranty.prevention.known_issues import KnownIssue as IssueFacts
from warranty.prevention.known_issues import Problem as Told
from warranty.prevention.known_issues import fitting

ISSUE_MOVES: Final = MappingProxyType(
    {
        KnownIssueState.DRAFT: frozenset({KnownIssueState.PUBLISHED, KnownIssueState.RETIRED}),
        KnownIssueState.PUBLISHED: frozenset({KnownIssueState.RETIRED}),
        KnownIssueState.RETIRED: frozenset({KnownIssueState.PUBLISHED}),
    }
)

ENGLISH: Final = "en"
TEXTS: Final = ("title", "summary", "steps")
"""What an article says in each language; steps stand one a line."""

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What staff write of a known issue.

    Attributes:
        slug: its name in its address.
        product_type: of the catalogue; empty for any.
        models: SKUs; empty for any.
        component: the part that fails; empty for any.
        symptoms: words by which people describe it.
        texts: by language title, summary and steps.
        video_url: a film, by its address; empty for none.
    """

    slug: str
    product_type: str = ""
    models: tuple[str, ...] = ()
    component: str = ""
    symptoms: tuple[str, ...] = ()
    texts: Texts
    video_url: str = ""


def add_issue(deed: Deed, article: Article, alarm: Alarm | None = None) -> KnownIssue:
    """Keep a draft, perhaps of what an alarm has found.

    Raises:
        Collision: another article has that name.
        NotUnderstood: a text is missing.
    """
    if issue_by_slug(deed.session, article.slug) is not None:
        raise Collision(f"There is an article {article.slug} already. Choose another name.")
    row = KnownIssue(
        id=deed.new_id(),
        slug=article.slug,
        state=KnownIssueState.DRAFT,
        created_at=deed.now,
    )
    _write(row, article)
    deed.add(row)
    if alarm is not None:
        alarm.known_issue_id = row.id
        deed.add(alarm)
    deed.note("issue_draft", row)
    return row


def edit_issue(deed: Deed, row: KnownIssue, article: Article) -> None:
    """Change an article; whoever reads it next reads it anew.

    Raises:
        Collision: another article has that name.
        NotUnderstood: a text is missing.
    """
    other = issue_by_slug(deed.session, article.slug)
    if other is not None and other.id != row.id:
        raise Collision(f"There is an article {article.slug} already. Choose another name.")
    row.slug = article.slug
    _write(row, article)
    row.revision += 1
    deed.add(row)
    deed.note("issue_edited", row)


def move_issue(deed: Deed, row: KnownIssue, state: KnownIssueState) -> None:
    """Publish an article, or retire it.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    row.state = moved(ISSUE_MOVES, row.state, state, "article")
    row.revision += 1
    if state is KnownIssueState.PUBLISHED:
        row.published_at, row.retired_at = deed.now, None
    else:
        row.retired_at = deed.now
    deed.add(row)
    deed.note(f"issue_{state}", row)


def issues_for(
    session: Session, model: ProductModel, *, component: str = "", words: str = ""
) -> list[KnownIssue]:
    """The published issues that fit what is told of a unit, the best first."""
    rows = {row.slug: row for row in published_issues(session)}
    told = Told(product_type=model.product_type, model=model.sku, component=component, words=words)
    return [rows[each.key] for each in fitting([facts_of(row) for row in rows.values()], told)]


def facts_of(row: KnownIssue) -> IssueFacts:
    """An issue as the rules know it."""
    return IssueFacts(
        key=row.slug,
        product_type=row.product_type,
        models=frozenset(row.models),
        component=row.component,
        symptoms=tuple(row.symptoms),
    )


def said_in(row: KnownIssue, language: str) -> tuple[str, Mapping[str, str]]:
    """The language in which an article can be read by somebody, and what it says."""
    spoken = language if language in row.texts else ENGLISH
    return spoken, row.texts[spoken]


def steps_of(said: Mapping[str, str]) -> list[str]:
    """The steps of an article, one by one."""
    return [line.strip() for line in said["steps"].splitlines() if line.strip()]


def problems_of(article: Article) -> list[Problem]:
    """What is missing before anybody could read it."""
    return list(_problems(article))


def _problems(article: Article) -> Iterator[Problem]:
    if not _SLUG.fullmatch(article.slug):
        yield Problem("slug", "small letters, digits and dashes")
    if not (article.product_type or article.models):
        yield Problem("product_type", "say what it is about")
    if article.video_url and not article.video_url.startswith("https://"):
        yield Problem("video_url", "begins with https://")
    if ENGLISH not in article.texts:
        yield Problem(f"{ENGLISH}_title", "English is read by whoever has no other")
    for language, said in article.texts.items():
        for name in ("title", "summary"):
            if not said.get(name, "").strip():
                yield Problem(f"{language}_{name}", "write it, or leave this language out")


def _write(row: KnownIssue, article: Article) -> None:
    problems: Sequence[Problem] = problems_of(article)
    if problems or set(article.texts) - set(LANGUAGES):
        raise NotUnderstood(
            "The article cannot be read like this. Correct what is marked, then keep it.", problems
        )
    row.product_type, row.models = article.product_type, list(article.models)
    row.component, row.symptoms = article.component, list(article.symptoms)
    row.video_url = article.video_url
    row.texts = {
        language: {name: said.get(name, "").strip() for name in TEXTS}
        for language, said in article.texts.items()
    }
