"""`aftersales feed`: the address under which a technician subscribes to their schedule."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersales.cli.terminal import OPERATOR, house, out
from aftersales.errors import NotThere
from aftersales.identifiers import link_token
from aftersales.links import issue_link, revoke_links
from aftersales.queries.staff import technician_by_code
from aftersales.records import LinkPurpose

Code = Annotated[str, typer.Argument(help="Code of the technician.")]


def feed(technician: Code) -> None:
    """Give a technician a new secret calendar address; the former one stops working."""
    with house() as parts:
        with parts.doing(OPERATOR) as deed:
            worker = technician_by_code(deed.session, technician)
            if worker is None:
                raise NotThere(f"There is no technician “{technician}”. Check the code.")
            former = revoke_links(deed, LinkPurpose.FEED, worker.id)
            link_id = issue_link(deed, LinkPurpose.FEED, worker.id)
        address = f"{parts.settings.public_url}/feeds/{link_token(parts.secret, link_id)}.ics"
        out.print(f"{worker.name} subscribes to: {address}", soft_wrap=True)
        if former:
            out.print("The former address has stopped working.")
