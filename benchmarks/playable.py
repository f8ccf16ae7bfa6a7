"""Seconds from the last byte of an upload to a file that plays on the page of its draft.

    .venv/bin/python -m benchmarks.playable [MEGABYTES]       default 100

A real server and a real worker, on a free port; a web-ready recording of that size goes up by tus in pieces of 8 MB.
Target: 10 s. Everything before the last answer to a PATCH is left out: that is the line's.
"""

import re
import sys
import tempfile
import time
from pathlib import Path

import requests
from sqlalchemy import select
from tusclient.client import TusClient

from archive.bootstrap import Services
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.identity.sessions import cookie_name
from benchmarks.pipeline import ffmpeg
from tests.support.archives import settings_for
from tests.support.desk import live_desk, session_for
from tests.support.worker_processes import start_worker

PIECE_BYTES = 8_000_000
BYTES_PER_SECOND = 300_000
"""2.4 Mbit/s: a webinar in 1080 lines."""
LONGEST_SECONDS = 300.0
PLAYABLE = re.compile(r'<source[^>]+src="(?P<path>/media/[^"]+)"')


def main() -> None:
    """Upload once, and tell how long it took."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        file = generated(folder / "webinar.mp4", seconds=megabytes * 1_000_000 / BYTES_PER_SECOND)
        with live_desk(folder / "var", works=False) as (services, here):
            browser = requests.Session()
            browser.cookies.set(cookie_name(here), session_for(services, "erika", Role.EDITOR))
            worker = start_worker(settings_for(folder / "var"), log=folder / "log")
            try:
                time.sleep(5)  # it has started
                seconds = upload_and_wait(browser, services, here, file)
            finally:
                worker.terminate()
                worker.wait(20)
        print(f"playable: {file.stat().st_size / 1e6:.0f} MB, {seconds:.1f} s after the last byte (target 10)")


def generated(file: Path, *, seconds: float) -> Path:
    """Make a web-ready recording of that length: a minute of film, repeated as it is."""
    minute = file.with_name("minute.mp4")
    picture = ("-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=25:duration=60,noise=alls=3:allf=t")
    sound = ("-f", "lavfi", "-i", "anoisesrc=amplitude=0.1:color=pink:duration=60")
    rate = ("-preset", "ultrafast", "-b:v", "2300k", "-maxrate", "2300k", "-bufsize", "2M", "-g", "100")
    form = ("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart")
    ffmpeg(*picture, *sound, "-c:v", "libx264", *rate, *form, str(minute))
    times = max(0, round(seconds / 60) - 1)
    ffmpeg("-stream_loop", str(times), "-i", str(minute), "-c", "copy", "-movflags", "+faststart", str(file))
    return file


def upload_and_wait(browser: requests.Session, services: Services, here: str, file: Path) -> float:
    """Send the file, then ask for the page of its draft until a file stands on it that plays."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
    client = TusClient(f"{here}/desk/uploads", headers={"Cookie": cookies, "Origin": here})
    upload = client.uploader(str(file), chunk_size=PIECE_BYTES, metadata={"filename": file.name})
    upload.upload()
    begun = time.perf_counter()
    with services.database.reading() as session:
        number = session.scalars(select(Recording.id)).one()
    while time.perf_counter() - begun < LONGEST_SECONDS:
        with services.database.reading() as session:  # the slug may change with what is found out about it
            slug = session.get_one(Recording, number).slug
        found = PLAYABLE.search(browser.get(f"{here}/en/watch/{slug}", timeout=30).text)
        if found and browser.get(here + found["path"], headers={"Range": "bytes=0-99"}, timeout=30).status_code == 206:
            return time.perf_counter() - begun
        time.sleep(0.1)
    message = f"nothing to play after {LONGEST_SECONDS:.0f} s"
    raise TimeoutError(message)


if __name__ == "__main__":
    main()
