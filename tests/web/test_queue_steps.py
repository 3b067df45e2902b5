"""The queue names the step of a playbook that is overdue in a case, with one question for the whole page."""

from datetime import timedelta

from aftersales.case_steps import finish_step
from aftersales.deed import SYSTEM
from aftersales.queries.playbooks import steps_of_case
from aftersales.records import Case, CaseStep, Playbook, Role
from tests.aftersales.questions import questions
from tests.web.conftest import World
from tests.web.own_case import came
from tests.web.prevented import playbook_in
from tests.web.principals import People


def test_queue_names_the_step_that_is_overdue_for_longest(people: People, world: World) -> None:
    cases = [came(world, text=text) for text in ("It hums.", "It leaks.")]
    playbook_id = playbook_in(world)
    now = world.clock.now()
    with world.parts.doing(SYSTEM) as deed:
        assert deed.session.get(Playbook, playbook_id) is not None
        for case_id in cases:
            for number, text in enumerate(("Ask for the serial.", "Open the filter."), start=1):
                deed.add(
                    CaseStep(
                        id=deed.new_id(),
                        case_id=case_id,
                        playbook_id=playbook_id,
                        number=number,
                        text=text,
                        role="support",
                        due_at=now + timedelta(minutes=number),
                    )
                )
    desk = people.client(Role.SUPPORT)
    me = people.signed_in(Role.SUPPORT)
    assert "Ask for the serial." not in desk.get("/cases").text

    world.clock.move_to(now + timedelta(minutes=5))
    with questions(world.parts.store, "FROM case_step") as asked:
        first = desk.get("/cases").text
    with world.parts.doing(SYSTEM) as deed:
        for case_id in cases:
            step = steps_of_case(deed.session, case_id)[0]
            case = deed.session.get_one(Case, case_id)
            finish_step(deed, case, step.id, me.user_id)
    second = desk.get("/cases").text

    assert (first.count("Ask for the serial."), first.count("Open the filter.")) == (2, 0)
    assert len(asked) == 1
    assert (second.count("Ask for the serial."), second.count("Open the filter.")) == (0, 2)
