"""A count of formations below ten is a word in what is read as a sentence, and a figure in tables and data."""

from __future__ import annotations

import csv
import re
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geomap.facts import Formation
from geomap.pipeline.build import Build, build
from geomap.symbols import NOUNS, TYPES
from geomap.wording import SPELLED, formation, more_units, unit_count
from tests.conftest import Built
from tests.examples import mostly_long
from tests.render.browser import opened

WORDS = {  # two to nine, of what is masculine
    "en": "two three four five six seven eight nine",
    "en-GB": "two three four five six seven eight nine",
    "de": "zwei drei vier fünf sechs sieben acht neun",
    "fr": "deux trois quatre cinq six sept huit neuf",
    "es": "dos tres cuatro cinco seis siete ocho nueve",
    "pl": "dwa trzy cztery pięć sześć siedem osiem dziewięć",
    "ru": "два три четыре пять шесть семь восемь девять",
    "uk": "два три чотири п’ять шість сім вісім дев’ять",
}
FEMININE = {"pl": "dwie", "ru": "две", "uk": "дві"}  # of two alone
WITHOUT = ("ar", "he", "fa", "ja", "zh", "it", "xx")  # from right to left, or without a table of words


def word(count: int, lang: str) -> str:
    return WORDS[lang].split()[count - 2]


@pytest.mark.parametrize("lang", mostly_long([*WORDS], ("en", "ru", "uk", "de")))
def test_every_count_below_ten_is_a_word_and_in_a_table_a_figure(lang: str) -> None:
    for count, kind, noun in product(range(2, 10), ("", *TYPES), NOUNS):
        value = Formation(f"{kind} {noun}".strip(), count)
        said, figure = formation(value, lang), formation(value, lang, figures=True)
        first, rest = said.split(" ", maxsplit=1)
        assert first.lower() in {word(count, lang), FEMININE.get(lang, "") if count == 2 else ""}, said
        assert first[0].isupper() and first[1:].islower()
        assert re.sub(rf"^{count}[ \u00a0]", "", figure) == rest, "but for the count both say the same"


@pytest.mark.parametrize("lang", WORDS)
def test_ten_and_more_are_figures(lang: str) -> None:
    for count in (10, 11, 21, 50):
        value = Formation("tank brigade", count)
        assert formation(value, lang) == formation(value, lang, figures=True)
        assert re.match(rf"{count}[ \u00a0]", formation(value, lang))
        assert unit_count(count, lang).startswith(str(count)) and f" {count}" in more_units(count, lang)


@pytest.mark.parametrize("lang", WITHOUT)
def test_a_language_without_number_words_keeps_figures(lang: str) -> None:
    for count in range(2, 10):
        value = Formation("tank brigade", count)
        assert formation(value, lang) == formation(value, lang, figures=True)
        assert unit_count(count, lang).startswith(str(count))


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("tank brigade", "pl", "Dwie brygady czołgów"),
        ("tank battalion", "pl", "Dwa bataliony czołgów"),
        ("airborne command", "pl", "Dwa dowództwa powietrznodesantowe"),
        ("tank brigade", "ru", "Две танковые бригады"),
        ("tank battalion", "ru", "Два танковых батальона"),
        ("tank", "ru", "Два танковых подразделения"),
        ("artillery battalion", "ru", "Два артиллерийских дивизиона"),
        ("tank brigade headquarters", "ru", "Две танковые бригады (штабы)"),
        ("tank army", "uk", "Дві танкові армії"),
        ("tank", "uk", "Два танкові підрозділи"),
        ("airborne formation", "uk", "Два повітряно-десантні з’єднання"),
        ("motor rifle", "de", "Zwei motorisierte Schützeneinheiten"),
        ("tank", "fr", "Deux unités de chars"),
        ("tank", "es", "Dos unidades de tanques"),
    ],
)
def test_the_word_agrees_with_its_noun(text: str, lang: str, name: str) -> None:
    assert formation(Formation(text, 2), lang) == name


@pytest.mark.parametrize(
    ("lang", "two", "five", "one_more", "two_more"),
    [
        ("en", "Two units", "Five units", "and one more", "and two more"),
        ("de", "Zwei Einheiten", "Fünf Einheiten", "und eine weitere", "und zwei weitere"),
        ("fr", "Deux unités", "Cinq unités", "et une de plus", "et deux de plus"),
        ("es", "Dos unidades", "Cinco unidades", "y una más", "y dos más"),
        ("pl", "Dwie jednostki", "Pięć jednostek", "i jeszcze jedna", "i jeszcze dwie"),
        ("ru", "Два подразделения", "Пять подразделений", "и ещё одно", "и ещё два"),
        ("uk", "Два підрозділи", "П’ять підрозділів", "та ще один", "та ще два"),
    ],
)
def test_units_of_a_crowd_are_counted_alike(lang: str, two: str, five: str, one_more: str, two_more: str) -> None:
    assert (unit_count(2, lang), unit_count(5, lang)) == (two, five)
    assert (more_units(1, lang), more_units(2, lang)) == (one_more, two_more)


CONFIG = """
title: Units
view: {pad: 0.6}
sources: {p: {publisher: Paper}}
units:
  - id: a
    label: Camp
    at: {lat: 48, lon: 38}
    troops: 5
    sources: p
    equipment: {tanks: 3}
    formations: [{type: tank, count: 2}, {type: artillery brigade, count: 12}, {type: infantry, label: 2 tank units}]
  - {id: b, label: Post, at: {lat: 49, lon: 36}, troops: 7, formations: [infantry], sources: p}
artboards: [{id: wide, width: 900}, {id: narrow, width: 500}]
outputs: [svg, html, geojson, csv, kml]
"""
SAID = ["Two tank units", "12 artillery brigades", "2 tank units"]  # the last is a name as it was written


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("words")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    return build(folder / "config.yaml")


def test_labels_have_words_and_data_have_figures(made: Build) -> None:
    for page in made.pages:
        assert [text.text for text in page.texts if text.owner == "a" and text.role == "formations"] == SAID
    rows = list(csv.DictReader((made.folder / "config.csv").open(encoding="utf-8-sig")))
    cell = "2 tank;12 artillery brigade;infantry: 2 tank units"
    assert rows[0]["formations"] == cell
    for name in ("config.geojson", "config.kml"):
        text = (made.folder / name).read_text("utf-8")
        assert cell in text and "Two tank" not in text


CARD = "#geomap-card li"
CELL = 'tbody tr:first-child td[data-heading="Formations"]'
TOLD = "2 tank units, 12 artillery brigades, 2 tank units"


def test_the_card_has_words_and_the_table_figures(made: Build, chromium: Browser, tmp_path: Path) -> None:
    html = (made.folder / "config.html").read_text("utf-8")
    with opened(chromium, html, tmp_path) as page:
        button = page.locator('button[data-id="a"]')
        assert button.get_attribute("aria-label") == ", ".join(["Camp", "Troops: 5", *SAID])
        button.dispatch_event("click")
        said = page.locator(CARD).all_inner_texts()
        assert said[:4] == [*SAID, "Tanks: 3"]
        assert page.locator(CELL).inner_text() == TOLD
        labels = page.locator(".unit-label text.formations").all_text_contents()  # the larger unit comes first
        assert labels == ["Infantry unit", *SAID]
    with opened(chromium, html, tmp_path, java_script_enabled=False) as page:
        assert page.locator(CELL).inner_text() == TOLD


def test_a_crowd_on_the_page_says_as_many_as_in_the_picture(made: Build, chromium: Browser, tmp_path: Path) -> None:
    html = (made.folder / "config.html").read_text("utf-8")
    said = "(count) => geomap.labels.words.crowd(count, {kind: 'exact', minimum: 1, maximum: 1}).units"
    with opened(chromium, html, tmp_path) as page:
        for count in (*SPELLED, 10, 40, 1234):
            assert page.evaluate(said, count) == unit_count(count, "en")


def test_the_example_says_the_words_of_its_source(example: Built, chromium: Browser, tmp_path: Path) -> None:
    """Wherever the source map names the two tank units."""
    for artboard, drawn in example.artboards.items():
        texts = [text["text"] for text in drawn["texts"]]
        assert ("Two tank units" in texts) == (artboard in ("wide", "medium")), artboard
        assert "2 tank units" not in texts
    html = (example.output / "eastern-ukraine.html").read_text("utf-8")
    with opened(chromium, html, tmp_path) as page:
        page.locator('button[data-id="persianovskiy"]').dispatch_event("click")
        assert page.locator(CARD).first.inner_text() == "Two tank units"
