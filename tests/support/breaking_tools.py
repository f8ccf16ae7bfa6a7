"""Outside programs that break down: scripts put before the real ones on the PATH, which they are at all other calls."""

import os
import shutil
import stat
import sys
from pathlib import Path

SCRIPT = """#!{python} -IS
import os, signal, sys, time
how, tally, word = {ways!r}, {tally!r}, {word!r}
if any(word in argument for argument in sys.argv):
    with open(tally, "a+") as file:
        file.write(".")
        call = file.tell()
    way = how[min(call, len(how)) - 1]
    if way == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if way == "memory":
        bytearray(64 << 30)
    if way == "hang":
        time.sleep(600)
    while way == "flood":
        os.write(1, b"a line without end " * 4000)
os.execv({real!r}, sys.argv)
"""


def break_tool(program: str, *ways: str, word: str, folder: Path) -> str:
    """Give a PATH on which a program breaks down when one of its arguments holds a word: call by call, then always
    in the last of the `ways`. An empty way is the real program.
    """
    folder.mkdir()
    script = folder / program
    values = {"ways": ways, "tally": str(folder / "tally"), "word": word, "real": shutil.which(program)}
    script.write_text(SCRIPT.format(python=sys.executable, **values))
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
