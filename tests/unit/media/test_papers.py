"""Writing comes out dark on white, whatever it was on before."""

import numpy as np
import pytest

from media.papers import on_white

HEIGHT, WIDTH = 360, 640


def page(paper):
    return np.full((HEIGHT, WIDTH), paper, np.uint8)


def write(pixels, *, top, ink, height=16, stroke=3, gap=5):
    """Draw a line of strokes that looks like writing."""
    for left in range(40, 340, stroke + gap):
        pixels[top : top + height, left : left + stroke] = ink
    return pixels[top : top + height, 40:340]


@pytest.mark.parametrize(
    ("paper", "ink", "least"), [(255, 0, 250), (24, 240, 200), (160, 255, 90), (250, 140, 100), (127, 0, 120)]
)
def test_a_page_of_any_paper_becomes_white_and_its_writing_dark(paper, ink, least):
    pixels = page(paper)
    write(pixels, top=100, ink=ink)

    told = on_white(pixels)

    writing = told[100:116, 40:340]
    assert told[200:, :].min() >= 250
    assert writing.max() >= 250
    assert writing.min() <= 255 - least


def test_bars_and_boxes_have_their_own_paper():
    pixels = page(252)
    pixels[:48] = 60
    pixels[200:280, 20:620] = 200
    places = {16: 255, 100: 30, 230: 20}
    for top, ink in places.items():
        write(pixels, top=top, ink=ink)

    told = on_white(pixels)

    for top in places:
        band = told[top : top + 16, 40:340]
        assert band.max() >= 245
        assert band.min() <= 90
        assert np.median(band) >= 245
    assert told[4:40, 400:].min() >= 245


def test_large_heavy_letters_are_no_paper():
    pixels = page(255)
    write(pixels, top=100, ink=0, height=60, stroke=20, gap=17)

    told = on_white(pixels)

    assert (told == pixels).all()


def test_noise_and_the_smallest_pictures_go_through():
    noise = np.random.default_rng(1).integers(0, 256, (90, 160), np.uint8)

    assert on_white(noise).shape == noise.shape
    assert on_white(np.zeros((4, 4), np.uint8)).shape == (4, 4)
