"""Was this request answered before?"""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from aftersales.records import RememberedAnswer


def claim_key(
    session: Session, *, caller: str, key: str, digest: str, now: datetime, since: datetime
) -> bool:
    """Take the key of a caller for this transaction; answers whether it was free, or older than `since`.

    One statement: on PostgreSQL it waits for a transaction that has just taken the same key, and looks
    at what became of it; on SQLite only one transaction writes at a time.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite.insert if is_sqlite else postgresql.insert)(RememberedAnswer)
    taken = {"request_digest": digest, "status": 0, "headers": {}, "body": "", "created_at": now}
    claimed = insert.values(caller=caller, key=key, **taken).on_conflict_do_update(
        index_elements=["caller", "key"],
        set_=taken,
        where=col(RememberedAnswer.created_at) <= since,
    )
    return session.execute(claimed.returning(col(RememberedAnswer.key))).first() is not None
