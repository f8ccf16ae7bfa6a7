"""What is made of the names of files that come in."""

import pytest

from archive.intake.upload_rules import shown_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("../../etc/cron.d/x.mp4", "x.mp4"),
        ("C:\\Users\\erika\\Fokus Georgien.mp4", "Fokus Georgien.mp4"),
        ("a\r\nSet-Cookie: x=1.mp4", "a Set-Cookie: x=1.mp4"),
        ("", "upload"),
        ("/", "upload"),
        ("日本語 <script>.mp4", "日本語 <script>.mp4"),
        ("x" * 5000 + ".webm", "x" * 195 + ".webm"),
    ],
)
def test_a_foreign_file_name_is_only_ever_shown(raw, shown):
    assert shown_name(raw) == shown
