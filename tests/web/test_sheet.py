"""The report of a visit on a phone in a real Chromium: signed with a finger, scanned, photographed, without signal."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser

from aftersales.deed import SYSTEM
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.records import WorkType
from aftersales.service_reports import ServiceReport, points_in, reports_of, set_checklist
from tests.web.browsing import Served, chromium
from tests.web.phoned import Phone, phone

pytestmark = pytest.mark.browser

CODES = """globalThis.BarcodeDetector = class {
  async detect(video) { return video.videoWidth ? [{ rawValue: " AB 12-34 " }] : []; }
}"""
"""What phones can and this machine cannot: read a code in a picture. The camera itself is Chromium's made-up one."""


REFUSED = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", "NotAllowedError"); };
"""
"""Whoever is asked for their camera says no."""


@pytest.fixture(scope="module")
def camera() -> Iterator[Browser]:
    """A Chromium with a camera that shows a test picture."""
    with chromium(
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"
    ) as browser:
        yield browser


def listed(served: Served, at: int = 0) -> Visit:
    """A visit of the world, with a checklist for its kind of work."""
    visit = served.world.visits()[at]
    with served.world.parts.doing(SYSTEM) as deed:
        kind = deed.session.get_one(WorkType, visit.work_type.id)
        set_checklist(deed, kind, points_in("Tight\nWater pressure [bar]"))
    return visit


def report_of(served: Served, visit: Visit) -> ServiceReport:
    with served.world.parts.store.reading() as session:
        found = visits_by_id(session, [visit.appointment.id])
        return reports_of(session, list(found.values()))[visit.appointment.id]


def unfolded(device: Phone, visit: Visit) -> None:
    """Open the report of a visit."""
    device.card(visit).locator(".sheet > summary").click()


def photograph() -> bytes:
    """A picture as large as those of a telephone."""
    out = BytesIO()
    noise = Image.effect_noise((3600, 2700), 90).convert("RGB")
    noise.save(out, "JPEG", quality=92)
    return out.getvalue()


def test_a_report_entered_without_signal_arrives_whole(camera: Browser, served: Served) -> None:
    visit = listed(served)
    with phone(camera, served, visit.lead.code, has_sync=False) as device:
        device.open()
        device.page.reload()
        device.context.set_offline(True)
        unfolded(device, visit)
        card = device.card(visit)
        card.get_by_label("Not in order").check()
        card.get_by_label("Water pressure").fill("3.2")
        device.tap(visit, "Keep the checklist")
        large = photograph()
        card.get_by_label("Of the place").set_input_files(
            {"name": "plate.jpg", "mimeType": "image/jpeg", "buffer": large}
        )
        device.tap(visit, "Keep the photographs")
        card.get_by_label("Name of who signs").fill("Anna Berg")
        pad = card.locator("[data-pad] svg")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        device.page.mouse.move(box["x"] + 20, box["y"] + 20)
        device.page.mouse.down()
        device.page.mouse.move(box["x"] + 60, box["y"] + 50, steps=4)
        device.page.mouse.up()
        device.tap(visit, "Keep the signature")
        device.until(lambda: len(device.waiting()) == 3)
        before = report_of(served, visit)
        wiped = card.locator("[data-pad] path").get_attribute("d")

        device.context.set_offline(False)
        device.until(lambda: device.waiting() == [])

        found = report_of(served, visit)
        assert not before.is_begun
        assert wiped == ""
        assert [each.said for each in found.answers] == ["not_ok", "3.2"]
        assert found.signed_by == "Anna Berg"
        assert found.signature.count("L") == 4
        (kept,) = found.photos
        assert kept.size_bytes < len(large) / 2
        assert (
            "2 of 2 points, 1 photograph, signed" in card.locator(".sheet > summary").inner_text()
        )
        assert card.locator(".signed path").get_attribute("d") == found.signature


def test_a_serial_is_scanned_where_the_browser_can(camera: Browser, served: Served) -> None:
    visit = listed(served, 1)
    with phone(camera, served, visit.lead.code) as device:
        device.context.add_init_script(CODES)
        device.open()
        unfolded(device, visit)

        device.tap(visit, "Scan")
        field = device.card(visit).get_by_label("Serial", exact=True)
        device.until(lambda: field.input_value() != "")
        scanned = field.input_value()
        device.tap(visit, "Keep the serial")
        device.until(lambda: report_of(served, visit).serial != "")

        assert scanned == "AB 12-34"
        assert report_of(served, visit).serial == "AB1234"
        assert device.page.locator("dialog").count() == 0


def test_without_a_camera_the_serial_is_typed(camera: Browser, served: Served) -> None:
    visit = listed(served, 2)
    with phone(camera, served, visit.lead.code) as device:
        device.open()
        unfolded(device, visit)
        hidden = device.card(visit).get_by_role("button", name="Scan").count()

        device.context.add_init_script(CODES + REFUSED)
        device.page.reload()
        unfolded(device, visit)
        device.tap(visit, "Scan")
        dialog = device.page.get_by_role("dialog")
        dialog.get_by_text("The camera cannot be used.").wait_for()
        dialog.get_by_role("button", name="Close").click()

        assert hidden == 0
        assert device.page.locator("dialog").count() == 0
