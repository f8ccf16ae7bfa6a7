"""Key frames and true length, read from the packets ffprobe lists."""

from media.packets import Packets


def look(*lines: str, start: float = 0.0, leap: float = float("inf")) -> Packets:
    packets = Packets()
    for line in lines:
        packets.take(line, start_seconds=start, longest_leap_seconds=leap)
    packets.end_window()
    return packets


def picture(position: float, *, key: bool = False) -> str:
    return f"codec_type=video|pts_time={position}|dts_time=N/A|duration_time=0.040000|flags={'K__' if key else '___'}"


def test_the_longest_stretch_between_key_frames_counts_the_last_one_too():
    packets = look(picture(0, key=True), picture(4, key=True), picture(5), picture(11))

    assert packets.keyframe_distance_seconds == 7.0
    assert packets.end_seconds == 11.04


def test_positions_count_from_the_start_of_the_file():
    assert look(picture(100, key=True), picture(103), start=100).end_seconds == 3.04


def test_a_leap_to_another_window_is_no_distance():
    packets = look(picture(0, key=True), picture(2), picture(900, key=True), picture(903), leap=60)

    assert packets.keyframe_distance_seconds == 3.0


def test_sound_counts_for_the_length_only():
    packets = look("codec_type=audio|pts_time=5.0|dts_time=5.0|duration_time=0.02|flags=K__")

    assert packets.keyframe_distance_seconds is None
    assert packets.end_seconds == 5.02


def test_other_packets_and_missing_times_are_passed_over():
    assert look("codec_type=subtitle|pts_time=99.0|flags=K__", "codec_type=video|pts_time=N/A|flags=K__", "").count == 0
