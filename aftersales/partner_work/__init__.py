"""Work for service partners: offered with a deadline, accepted or declined, else given to the next.

`deadlines` says how long there is to answer, `offering` asks, `answering` hears yes and no, `passing_on` finds who goes
instead inside the promised window.
"""

from aftersales.partner_work.answering import OFFER_MOVES, accept_work, decline_work
from aftersales.partner_work.deadlines import answer_by
from aftersales.partner_work.rounds import tend_work_offers

__all__ = ["OFFER_MOVES", "accept_work", "answer_by", "decline_work", "tend_work_offers"]
