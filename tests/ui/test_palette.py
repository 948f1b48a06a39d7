"""The colours: the same in Python and CSS, legible, apart for everybody."""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from finance_app.domain import palette
from finance_app.domain.palette import HUES, OTHER, Shade

CSS = (Path(__file__).parents[2] / "assets" / "app.css").read_text("utf-8")
NAMED = {
    name.lower().replace("_", "-"): shade
    for name, shade in vars(palette).items()
    if isinstance(shade, Shade)
}
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
WRITTEN = {name: Shade(light, dark) for name, light, dark in PAIR.findall(CSS)}
BACKGROUNDS = ("canvas", "surface", "sunken", "hover")
TEXTS = ("ink", "ink-2", "ink-3", "accent", "income", "trouble", "doubt")

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB
SIGHTS = {
    "trichromat": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
OKLAB_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)

type Vector = tuple[float, ...]


def linear(colour: str) -> Vector:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def times(matrix: tuple[Vector, ...], vector: Vector) -> Vector:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(
        sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))
        for colour in (one, other)
    )
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, sight: str) -> Vector:
    perceived = tuple(min(1, max(0, c)) for c in times(SIGHTS[sight], linear(colour)))
    return times(OKLAB, tuple(c ** (1 / 3) for c in times(OKLAB_LMS, perceived)))


def distance(one: Vector, other: Vector) -> float:
    return math.dist(one, other)


def test_the_stylesheet_has_the_palettes_colours() -> None:
    hues = {f"hue-{number}": hue for number, hue in enumerate(HUES)} | {"hue-other": OTHER}
    expected = {name: shade for name, shade in NAMED.items() if name != "other"} | hues
    assert {name: WRITTEN.get(name) for name in expected} == expected


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_legible_on_every_background(text: str, theme: str) -> None:
    for background in BACKGROUNDS:
        one, other = getattr(WRITTEN[text], theme), getattr(WRITTEN[background], theme)
        assert contrast(one, other) >= 4.5, f"{text} on {background}"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tone", ["accent", "income", "trouble", "doubt"])
def test_a_chips_word_is_legible_on_its_tone(tone: str, theme: str) -> None:
    one, other = getattr(WRITTEN[tone], theme), getattr(WRITTEN[f"{tone}-soft"], theme)
    assert contrast(one, other) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_hues_stand_out_from_the_card(theme: str) -> None:
    for hue in (*HUES, OTHER):
        assert contrast(getattr(hue, theme), getattr(palette.SURFACE, theme)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_hues_stay_apart_for_everybody(sight: str, theme: str) -> None:
    colours = [getattr(hue, theme) for hue in HUES]
    for one, other in combinations(colours, 2):
        assert distance(seen(one, sight), seen(other, sight)) >= 0.05, f"{one} and {other}"
