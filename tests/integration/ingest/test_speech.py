"""Speech recognition by the real recogniser, in its child process and without network."""

import json
import re

import pytest

from ingest.context import SpeechOptions
from ingest.errors import SpeechModelError
from ingest.speech import Heard, fetch_model, model_folder, transcribe, validate_model
from ingest.transcripts import from_speech
from tests.support.clips import make_clip, run_tool
from tests.support.speech_model import whisper_base
from tests.support.voices import speak

pytestmark = pytest.mark.speech


@pytest.fixture(scope="module")
def model():
    return whisper_base()


@pytest.fixture
def heard(model, tmp_path):
    def recognised(audio, *, language=None, **more) -> Heard:
        options = SpeechOptions(str(model), 2, ("de", "en"), tmp_path, **more)
        seen: list[float] = []
        found = transcribe(
            audio, options=options, language=language, folder=tmp_path, progress=seen.append, cancelled=lambda: False
        )
        assert seen == sorted(seen)
        return found

    return recognised


def said(words):
    return set(re.findall(r"\w+", "".join(word.text for word in words).casefold()))


def test_real_german_speech_is_recognised_with_its_times(heard, samples, tmp_path):
    clip = tmp_path / "clip.wav"
    run_tool(["-ss", "40.9", "-t", "11.8", "-i", samples / "media" / "de_kerstin_6min.opus", "-ar", "16000", clip])
    names = ("Tiflis", "REAG/GARP", "Starthilfe Plus")
    truth = json.loads((samples / "media" / "de_kerstin_6min.json").read_text())
    spoken = " ".join(line["text"] for line in truth if 40.9 < line["start"] < 52)

    found = heard(clip, names=names)

    expected = set(re.findall(r"\w+", spoken.casefold()))
    assert found.language == "de"
    assert len(expected & said(found.words)) / len(expected) > 0.7
    daughter = next(word.start_seconds for word in found.words if "Tochter" in word.text)
    assert 45.418 - 40.9 < daughter < 45.418 - 40.9 + 1.0
    assert not said(found.words) & {"tiflis", "garp", "starthilfe"}, "what to expect was taken for what was said"
    transcript = from_speech(found)
    assert all(len(line) <= 42 for cue in transcript.cues for line in cue.text.split("\n"))


def test_synthetic_speech_gives_words_in_order_of_time(heard, tmp_path):
    clip = speak(tmp_path / "clip.wav", "Good morning. Today we talk about medicine and housing.", language="en-us")

    found = heard(clip, language="en")

    times = [word.start_seconds for word in found.words]
    assert times == sorted(times)
    assert said(found.words) & {"good", "morning", "today", "talk", "about", "and"}
    assert found.engine.startswith("faster-whisper ")


def test_a_tone_gives_no_transcript(heard, tmp_path):
    clip = make_clip(tmp_path / "tone.wav", seconds=4, video=None, audio="pcm", container="wav", tone_hertz=220)

    assert from_speech(heard(clip)) is None


def test_a_whole_model_is_valid_and_an_incomplete_one_is_refused(model, tmp_path):
    validate_model(model)
    folder = tmp_path / "broken"
    folder.mkdir()
    for name in ("model.bin", "config.json", "vocabulary.txt"):
        (folder / name).symlink_to(model / name)

    with pytest.raises(SpeechModelError) as incomplete:
        validate_model(folder)

    assert (incomplete.value.reason, incomplete.value.subject) == ("file-missing", "tokenizer.json")


def test_a_model_that_only_looks_whole_is_an_error_of_the_model(model, tmp_path):
    folder = tmp_path / "false"
    folder.mkdir()
    for name in ("config.json", "vocabulary.txt", "tokenizer.json"):
        (folder / name).symlink_to(model / name)
    (folder / "model.bin").write_bytes(b"no model" * 200_000)
    options = SpeechOptions(str(folder), 1, ("de",), tmp_path)
    clip = make_clip(tmp_path / "tone.wav", seconds=1, video=None, audio="pcm", container="wav")

    with pytest.raises(SpeechModelError) as broken:
        transcribe(clip, options=options, language=None, folder=tmp_path, progress=print, cancelled=lambda: False)

    assert broken.value.reason == "not-readable"


def test_a_name_is_looked_for_in_the_models_folder_only(model, tmp_path):
    models = tmp_path / "models"
    models.mkdir()
    options = SpeechOptions("base", 2, ("de",), models)

    with pytest.raises(SpeechModelError) as missing:
        model_folder(options)
    (models / "base").symlink_to(model, target_is_directory=True)

    assert (missing.value.reason, missing.value.subject) == ("not-fetched", "base")
    assert model_folder(options) == models / "base"
    assert fetch_model("base", models) == models / "base"  # it is there: nothing is asked


@pytest.mark.parametrize("name", ["no-such-model", "../../etc", ""])
def test_a_name_nobody_knows_is_not_fetched(tmp_path, name):
    with pytest.raises(SpeechModelError) as unknown:
        fetch_model(name, tmp_path)

    assert unknown.value.reason == "unknown-name"


def test_a_recogniser_that_was_ended_goes_on_behind_the_last_chunk(model, tmp_path):
    sentences = ["Good morning and welcome.", "Today we talk about medicine.", "Housing comes after the break."]
    parts = [speak(tmp_path / f"{number}.wav", text, language="en-us") for number, text in enumerate(sentences)]
    clip = tmp_path / "clip.wav"
    run_tool([*(word for part in parts for word in ("-i", part)), "-filter_complex", "concat=n=3:v=0:a=1", clip])
    options = SpeechOptions(str(model), 2, ("en",), tmp_path, chunk_seconds=2.5)
    folder = tmp_path / "work"
    times: list[float] = []

    class PowerCutError(Exception):
        pass

    def end_it() -> None:
        raise PowerCutError

    def listen(kept):
        return transcribe(
            clip,
            options=options,
            language="en",
            folder=folder,
            progress=times.append,
            cancelled=lambda: False,
            kept=kept,
        )

    with pytest.raises(PowerCutError):
        listen(end_it)
    first = {path.name: path.stat().st_mtime_ns for path in folder.glob("hearing/chunk-*")}
    before = len(times)
    kept: list[int] = []
    found = listen(lambda: kept.append(1))

    after = {path.name: path.stat().st_mtime_ns for path in folder.glob("hearing/chunk-*")}
    assert list(first) == ["chunk-0001.json"]
    assert after["chunk-0001.json"] == first["chunk-0001.json"], "the first chunk was heard again"
    assert len(after) == 1 + len(kept) >= 3
    assert min(times[before:]) > max(times[:before])
    assert {"morning", "break"} <= said(found.words)
    starts = [word.start_seconds for word in found.words]
    assert starts == sorted(starts)


def test_too_little_memory_is_said_and_not_tried_again(model, tmp_path):
    clip = make_clip(tmp_path / "tone.wav", seconds=1, video=None, audio="pcm", container="wav")
    options = SpeechOptions(str(model), 1, ("de",), tmp_path, memory_bytes=600_000_000)

    with pytest.raises(SpeechModelError) as little:
        transcribe(clip, options=options, language=None, folder=tmp_path, progress=print, cancelled=lambda: False)

    assert (little.value.reason, little.value.retryable) == ("out-of-memory", False)
