"""Names of files: as people call them, without paths and tricks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.records import UploadKind
from aftersales.uploads.names import LONGEST, harmless_name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("receipt.jpeg", "receipt.jpg"),
        ("rēķins Nr. 5.JPG", "rēķins Nr. 5.jpg"),
        ("ক্রয়ের রসিদ.jpg", "ক্রয়ের রসিদ.jpg"),
        ("فاتورة.jpg", "فاتورة.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\Anna\\receipt.jpg", "receipt.jpg"),
        ("invoice\u202egpj.exe", "invoicegpj.jpg"),
        ("a\x00b\r\nSet-Cookie: x=1.jpg", "abSet-Cookie x=1.jpg"),
        ('"><script>.jpg', "script.jpg"),
        ("page.html", "page.jpg"),
        ("....", "file.jpg"),
        ("", "file.jpg"),
        ("x" * 400 + ".jpg", "x" * LONGEST + ".jpg"),
    ],
)
def test_name_keeps_what_people_call_it(name: str, kept: str) -> None:
    assert harmless_name(name, UploadKind.JPEG) == kept


@given(st.text(max_size=300))
def test_no_name_leads_elsewhere_or_hides_its_ending(name: str) -> None:
    kept = harmless_name(name, UploadKind.PDF)

    assert kept.endswith(".pdf")
    assert not kept.startswith(".")
    assert not set(kept) & set('/\\\0\r\n"<>:|?*%\u202e\u2066')
    assert len(kept) <= LONGEST + len(".pdf")
    assert harmless_name(kept, UploadKind.PDF) == kept
