"""Recordings made on the spot by ffmpeg's own generators, good ones and bad ones. For every test that needs a file.

`make_clip(tmp_path / "a.mp4", seconds=2)` takes about 0.2 s. The bad ones are functions named by what is wrong.
"""

import struct
import subprocess
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

PICTURE_ENCODERS: Mapping[str, Sequence[str]] = {
    "h264": ("libx264", "-preset", "ultrafast", "-crf", "30"),
    "hevc": ("libx265", "-preset", "ultrafast", "-crf", "32", "-x265-params", "log-level=error", "-tag:v", "hvc1"),
    "vp8": ("libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "200k"),
    "vp9": ("libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "200k"),
    "av1": ("libsvtav1", "-preset", "12", "-crf", "50"),
    "mpeg4": ("mpeg4", "-q:v", "8"),
    "mpeg2": ("mpeg2video", "-q:v", "8"),
    "mjpeg": ("mjpeg", "-q:v", "8"),
    "png": ("png",),
    "magicyuv": ("magicyuv",),
}
SOUND_ENCODERS: Mapping[str, Sequence[str]] = {
    "aac": ("aac", "-b:a", "48k"),
    "opus": ("libopus", "-b:a", "32k"),
    "vorbis": ("libvorbis", "-q:a", "1"),
    "mp3": ("libmp3lame", "-b:a", "48k"),
    "flac": ("flac",),
    "pcm": ("pcm_s16le",),
    "ac3": ("ac3", "-b:a", "96k"),
}
FORMATS = {
    ".mp4": "mp4",
    ".m4a": "mp4",
    ".mkv": "matroska",
    ".webm": "webm",
    ".ts": "mpegts",
    ".mov": "mov",
    ".avi": "avi",
}


def make_clip(
    path: Path,
    *,
    seconds: float = 2.0,
    video: str | None = "h264",
    audio: str | None = "aac",
    size: str = "320x180",
    frames_per_second: float = 10,
    picture: str = "testsrc2",
    tone_hertz: int = 440,
    sound: Path | None = None,
    channels: int = 1,
    text: str | None = None,
    gop_seconds: float = 2.0,
    pixel_format: str = "yuv420p",
    rotation: int = 0,
    container: str | None = None,
    tags: Mapping[str, str] | None = None,
    filters: str = "",
    extra: Sequence[str] = (),
) -> Path:
    """Make a recording: a moving test picture and a tone, or silence with `tone_hertz=0`, or a sound file's content."""
    command: list[str | Path] = []
    if video:
        joint = ":" if "=" in picture else "="
        command += ["-f", "lavfi", "-i", f"{picture}{joint}s={size}:r={frames_per_second}:d={seconds}"]
    if audio and sound:
        command += ["-t", str(seconds), "-i", sound]
    elif audio:
        source = f"sine=f={tone_hertz}:r=48000" if tone_hertz else "anullsrc=r=48000:cl=mono"
        command += ["-f", "lavfi", "-t", str(seconds), "-i", source]
    if video:
        chain = [filters] if filters else []
        if text:
            words = path.with_name(f"{path.name}.txt")
            words.write_text(text, encoding="utf-8")
            chain.append(f"drawtext=textfile='{words}':expansion=none:fontsize=h/8:x=10:y=10:box=1:boxborderw=8")
        keyframes = str(max(1, round(gop_seconds * frames_per_second)))
        command += ["-vf", ",".join([*chain, f"format={pixel_format}"]), "-g", keyframes]
        command += ["-c:v", *PICTURE_ENCODERS[video]]
    if audio:
        command += ["-c:a", *SOUND_ENCODERS[audio], "-ac", str(channels)]
    for name, value in (tags or {}).items():
        command += ["-metadata", f"{name}={value}"]
    form = container or FORMATS.get(path.suffix)
    finished = path.with_name(f"upright-{path.name}") if rotation else path
    run_tool([*command, *extra, *(("-f", form) if form else ()), finished])
    if rotation:
        run_tool(["-display_rotation", str(-rotation), "-i", finished, "-c", "copy", path], fallback=True)
        finished.unlink()
    return path


def run_tool(arguments: Sequence[str | Path], *, fallback: bool = False) -> None:
    """Run the system's ffmpeg on our own files; 5.1 knows rotation only as a tag."""
    beginning = ["ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    done = subprocess.run([*beginning, *arguments], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode and fallback:
        angle, *rest = list(arguments)[1:]
        tag = ["-metadata:s:v:0", f"rotate={angle}"]
        return run_tool([*rest[:-1], *tag, rest[-1]])
    if done.returncode:
        message = f"ffmpeg could not make {arguments[-1]}: {done.stderr[-800:]}"
        raise AssertionError(message)
    return None


def make_truncated(path: Path, *, share: float = 0.5, index_first: bool = True) -> Path:
    """Make a recording whose end is missing; without `index_first` its index is missing with it."""
    extra = ("-movflags", "+faststart") if index_first else ()
    whole = make_clip(path.with_name(f"whole-{path.name}"), seconds=12, container="mp4", extra=extra)
    content = whole.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    whole.unlink()
    return path


def make_scrambled(path: Path) -> Path:
    """Make a recording whose index is right and whose content is noise."""
    make_clip(path, seconds=4, audio=None, container="mp4", extra=("-movflags", "+faststart"))
    content = bytearray(path.read_bytes())
    begin = content.index(b"mdat") + 4
    for at in range(begin, len(content)):
        content[at] = (at * 7919 + 104729) % 251
    path.write_bytes(content)
    return path


def make_time_bomb(path: Path, *, hours: int = 20) -> Path:
    """Make a file of a kilobyte that claims to last for hours: two frames, far apart."""
    leap = f"settb=1/1000,setpts=N*{hours * 3_600_000}"
    times = ("-fps_mode", "passthrough", "-enc_time_base", "1/1000")
    return make_clip(
        path,
        seconds=0.08,
        video="mjpeg",
        audio=None,
        size="64x64",
        frames_per_second=25,
        picture="color",
        filters=leap,
        pixel_format="yuvj420p",
        container="matroska",
        extra=times,
    )


def make_pixel_bomb(path: Path, *, side: int = 16_000) -> Path:
    """Make a small file that holds one enormous picture."""
    image = path.with_suffix(".png")
    packer = zlib.compressobj(9)
    row = bytes(side + 1)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    run_tool(["-framerate", "1", "-i", image, "-c", "copy", "-t", "1", "-f", "matroska", path])
    image.unlink()
    return path


def make_many_tracks(path: Path, *, tracks: int = 100_000) -> Path:
    """Make a Matroska file of a few megabytes that announces a hundred thousand audio tracks and holds nothing."""
    entries = b"".join(
        _element(b"\xae", _element(b"\xd7", number.to_bytes(3, "big")) + b"\x83\x81\x02" + _element(b"\x86", b"A_OPUS"))
        for number in range(1, tracks + 1)
    )
    head = _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", b"matroska"))
    length = _element(b"\x15\x49\xa9\x66", _element(b"\x44\x89", struct.pack(">d", 60_000.0)))
    path.write_bytes(head + _element(b"\x18\x53\x80\x67", length + _element(b"\x16\x54\xae\x6b", entries)))
    return path


def make_playlist(path: Path, *, target: str, kind: str = "hls") -> Path:
    """Make a text file that sends a careless ffmpeg to another file or address."""
    texts = {
        "hls": f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:10\n#EXTINF:10.0,\n{target}\n#EXT-X-ENDLIST\n",
        "concat": f"ffconcat version 1.0\nfile {target}\n",
        "dash": (
            '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
            'mediaPresentationDuration="PT3S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period>'
            '<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1" width="320" height="180" '
            f'codecs="avc1"><BaseURL>{target}</BaseURL></Representation></AdaptationSet></Period></MPD>'
        ),
        "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns={target}\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
        "svg": f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="{target}"/></svg>',
        "text": f"{target}\n" * 30,
    }
    path.write_text(texts[kind], encoding="utf-8")
    return path


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _element(name: bytes, content: bytes) -> bytes:
    """Give an EBML element (RFC 8794) with a length of eight bytes."""
    return name + (len(content) | 1 << 56).to_bytes(8, "big") + content
