"""Two admins who take the role from each other at the same moment: one of them keeps it."""

from threading import Barrier, Thread

from aftersales.errors import NotAllowed
from aftersales.parts import Parts
from aftersales.records import Role, User
from aftersales.users import add_user, set_active
from tests.aftersales.conftest import STAFF, all_of


def test_two_admins_who_deactivate_each_other_leave_one(parts: Parts) -> None:
    with parts.doing(STAFF) as deed:
        admins = [
            add_user(
                deed,
                email=f"{name}@shop.example",
                name=name,
                role=Role.ADMIN,
                password="three walls and a blue door",
            )
            for name in ("Ada", "Eva")
        ]
    together, refused = Barrier(2), []

    def deactivate(user: User) -> None:
        together.wait()
        try:
            with parts.doing(STAFF) as deed:
                set_active(deed, deed.session.get_one(User, user.id), is_active=False)
        except NotAllowed as error:
            refused.append(str(error))

    threads = [Thread(target=deactivate, args=(user,)) for user in admins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == [
        "This is the last admin, and without one nobody could let people in. Make somebody else an admin first."
    ]
    assert sorted(user.is_active for user in all_of(parts, User)) == [False, True]
