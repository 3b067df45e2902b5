"""Which known issues are there, and whose units are they about?"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.records import (
    Channel,
    Consent,
    ConsentPurpose,
    KnownIssue,
    KnownIssueState,
    ProductModel,
)


def issue_by_slug(session: Session, slug: str) -> KnownIssue | None:
    """The article with this name."""
    return session.exec(select(KnownIssue).where(KnownIssue.slug == slug)).one_or_none()


def published_issues(session: Session) -> Sequence[KnownIssue]:
    """Everything that is known and can be read, the first written first."""
    return session.exec(
        select(KnownIssue)
        .where(KnownIssue.state == KnownIssueState.PUBLISHED)
        .order_by(col(KnownIssue.id))
    ).all()


def told_issues(session: Session) -> Sequence[KnownIssue]:
    """What can be read and owners were told of, the first written first."""
    return session.exec(
        select(KnownIssue)
        .where(KnownIssue.state == KnownIssueState.PUBLISHED, col(KnownIssue.told_at).is_not(None))
        .order_by(col(KnownIssue.id))
    ).all()


def issues_listed(session: Session, limit: int) -> Sequence[KnownIssue]:
    """All articles, the newest first."""
    return session.exec(select(KnownIssue).order_by(col(KnownIssue.id).desc()).limit(limit)).all()


def models_of_issue(session: Session, issue: KnownIssue) -> list[UUID]:
    """The product models that an issue is about."""
    wanted = select(ProductModel.id).order_by(col(ProductModel.id))
    if issue.product_type:
        wanted = wanted.where(ProductModel.product_type == issue.product_type)
    if issue.models:
        wanted = wanted.where(col(ProductModel.sku).in_(issue.models))
    return list(session.exec(wanted).all())


def refusers_of(session: Session, customer_ids: Collection[UUID]) -> set[UUID]:
    """Those of these customers who do not want e-mail about what they bought: their newest line says no."""
    refusers: dict[UUID, bool] = {}
    for chunk in chunks(customer_ids):
        rows = session.exec(
            select(Consent)
            .where(
                col(Consent.customer_id).in_(chunk),
                Consent.channel == Channel.EMAIL,
                Consent.purpose == ConsentPurpose.VISIT_MESSAGES,
            )
            .order_by(col(Consent.id))
        )
        refusers |= {row.customer_id: not row.is_given for row in rows}
    return {customer_id for customer_id, is_refused in refusers.items() if is_refused}
