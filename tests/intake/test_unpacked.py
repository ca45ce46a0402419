"""Files packed with gzip: whole, or refused whole."""

import gzip

import pytest

from movements.intake import unpacked as unpacking
from movements.intake.plain_text import Unreadable
from movements.intake.unpacked import unpacked

TEXT = b"upn,date,session,mark\n" * 50


@pytest.mark.parametrize(
    "sent",
    [TEXT, gzip.compress(TEXT), gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])],
    ids=["as it is", "packed", "packed in two parts"],
)
def test_a_file_is_read_whether_packed_or_not(sent: bytes) -> None:
    assert unpacked(sent, name="marks.csv.gz") == TEXT


def test_a_cut_or_damaged_one_is_refused_whole() -> None:
    packed = gzip.compress(TEXT)
    with pytest.raises(Unreadable, match="cut off before its end"):
        unpacked(packed[:-9], name="marks.csv.gz")
    with pytest.raises(Unreadable, match="damaged gzip"):
        unpacked(packed[:12] + b"\xff" * 8 + packed[20:], name="marks.csv.gz")


def test_one_that_unpacks_to_more_than_is_read_at_once_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unpacking, "MOST_BYTES", len(TEXT) - 1)
    with pytest.raises(Unreadable, match="split it"):
        unpacked(gzip.compress(TEXT), name="marks.csv.gz")
