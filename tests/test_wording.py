"""What geomap says itself: one table of words a language, whole, all of it used, and printed in every output."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from playwright.sync_api import Browser

from geomap.facts import Formation
from geomap.marks.style import AREAS, LINES
from geomap.pipeline.build import build
from geomap.pipeline.validate import validate
from geomap.wording import TABLES, counted, day, equipment_name, formation, listing, number, phrase
from tests.conftest import Built
from tests.render.browser import opened
from tests.test_scenes import SCENES

WORDS: dict[str, dict[str, str]] = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted(TABLES.glob("*.json"))
}
LANGUAGES = [name for name in WORDS if "-" not in name]
REGIONS = [name for name in WORDS if "-" in name]
SOURCES = "\n".join(
    path.read_text("utf-8") for path in sorted(TABLES.parent.rglob("*")) if path.suffix in (".py", ".js", ".html")
)
# What stands in Latin letters on a Ukrainian map too: the names of others' works, and of a key.
NAMES = re.compile(r"Natural Earth|GeoNames|Leaflet|JavaScript|Ctrl|CSV|GeoJSON")
PLURAL = ("miles", "places", "units", "rows", "days", "key.old")


def meaning(key: str) -> str:
    """A phrase's key without its plural form."""
    name, _, _form = key.rpartition(".")
    return name if name in PLURAL else key


def placeholders(words: dict[str, str]) -> dict[str, set[str]]:
    return {meaning(key): set(re.findall(r"\{(.*?)\}", text)) for key, text in words.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_says_all_that_english_says(lang: str) -> None:
    words = WORDS[lang]
    assert placeholders(words) == placeholders(WORDS["en"])
    assert all(text.strip() == text != "" for text in words.values())
    for name in PLURAL:
        forms = {key.rpartition(".")[2] for key in words if meaning(key) == name}
        assert forms == Locale(lang).plural_form.tags | {"other"}
        assert all("{n}" in text for key, text in words.items() if meaning(key) == name)


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_says_only_what_differs(region: str) -> None:
    base, own = WORDS[region.split("-", maxsplit=1)[0]], WORDS[region]
    assert all(base[key] != text for key, text in own.items())
    assert all(placeholders(base)[meaning(key)] == wanted for key, wanted in placeholders(own).items())


def is_said(key: str) -> bool:
    """A key stands in the sources as it is, or as its group and, elsewhere, its name."""
    group, _, name = re.sub(r"(\.side|\.approximate|\.short|(?<=ed)\.unknown)+$", "", key).rpartition(".")
    if group == "page":
        return name in {*re.findall(r"words\.(\w+)", SOURCES)}
    if group == "page.heading":
        return name in {*re.findall(r"heading\.(\w+)", SOURCES)} or f'"{name}"' in SOURCES
    if group in ("line", "area"):
        return name in (*LINES, *AREAS)
    if f'"{key}"' in SOURCES or f'"{group}.{name}"' in SOURCES:
        return True
    of_data = group in ("grade", "count")  # letters and digits
    return f'f"{group}.{{' in SOURCES and (f'"{name}"' in SOURCES or of_data)


def test_no_word_is_dead() -> None:
    keys = sorted({meaning(key) for key in WORDS["en"]})
    assert len(keys) > 200
    assert [key for key in keys if not is_said(key)] == []
    assert not is_said("page.nowhere") and not is_said("nowhere.said")


@pytest.mark.parametrize(
    ("value", "lang", "text"),
    [
        (1, "en", "1 mile"), (2, "en-GB", "2 miles"), (0.5, "en", "0.5 miles"), (1, "uk", "1 миля"),
        (2, "uk", "2 милі"), (5, "uk", "5 миль"), (20, "uk-UA", "20 миль"), (0.5, "uk", "0,5 милі"),
        (1, "fr", "1 mile"), (2, "de", "2 Meilen"), (5, "pl", "5 mil"), (1, "it", "1 mile"),
    ],
)  # fmt: skip
def test_what_is_counted_agrees_with_its_number(value: float, lang: str, text: str) -> None:
    assert counted("miles", value, lang) == text


@pytest.mark.parametrize(
    ("value", "lang", "text"),
    [
        (Formation("tank", 2), "en", "Two tank units"),
        (Formation("mechanized brigade"), "en-GB", "Mechanized brigade"),
        (Formation("танковий батальйон", 2), "uk", "Танковий батальйон\u00a0×2"),
        (Formation("піхота"), "uk", "Піхота"),
        (Formation("brigade blindée", 3), "fr", "Brigade blindée\u00a0×3"),
        (Formation("штаб", 2, "Оперативне командування"), "uk", "Оперативне командування"),
    ],
)
def test_formations_are_named_as_the_language_allows(value: Formation, lang: str, text: str) -> None:
    assert formation(value, lang) == text


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("en", ("", "A", "A and B", "A, B and C")),
        ("en-GB", ("", "A", "A and B", "A, B and C")),
        ("uk", ("", "A", "A і B", "A, B і C")),
        ("fr", ("", "A", "A et B", "A, B et C")),
        ("it", ("", "A", "A and B", "A, B and C")),
    ],
)
def test_lists_are_joined_as_the_words_around_them(lang: str, texts: tuple[str, ...]) -> None:
    assert tuple(listing("ABC"[:length], lang) for length in range(4)) == texts


def test_a_region_prints_its_own_spelling() -> None:
    assert equipment_name("armored vehicles", "en") == "Armored vehicles"
    assert equipment_name("armored vehicles", "en-GB") == "Armoured vehicles"
    assert equipment_name("tanks", "en-GB") == equipment_name("tanks", "en")
    assert phrase("unknown", "uk-UA") == phrase("unknown", "uk")


def test_british_english_is_british_throughout() -> None:
    american = re.compile(r"(?<!s)iz(?:e|ed|ing)\b|defense|armor|color|center|gray|favor", re.IGNORECASE)
    words = WORDS["en"] | WORDS["en-GB"]
    assert not [text for text in words.values() if american.search(text)]


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Source: Paper (February 3, 2022). Map data: Natural Earth; GeoNames"),
        ("en-GB", "Source: Paper (3 February 2022). Map data: Natural Earth; GeoNames"),
        ("de", "Quelle: Paper (3. Februar 2022). Kartengrundlage: Natural Earth; GeoNames"),
        ("fr", "Source\u00a0: Paper (3 février 2022). Fond de carte\u00a0: Natural Earth; GeoNames"),
    ],
)
def test_the_day_of_publication_is_printed_beside_that_of_the_data(tmp_path: Path, lang: str, line: str) -> None:
    text = f"""
as_of: 2022-01-12
lang: {lang}
sources: {{p: {{publisher: Paper, published: 2022-02-03}}}}
units: [{{id: a, at: {{lat: 48, lon: 38}}, troops: 5, sources: p}}]
artboards: [{{id: wide, width: 800}}]
"""
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    texts = {item.role: item.text for item in build(tmp_path / "config.yaml", only=["svg"]).pages[0].texts}
    assert texts["source"] == line
    assert "2022" in texts["as_of"] and "12" in texts["as_of"]


@pytest.fixture(scope="module")
def ukrainian(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = shutil.copytree(SCENES / "ukrainian", tmp_path_factory.mktemp("words") / "ukrainian")
    assert not build(folder / "config.yaml", only=["svg", "html"], locked=True).warnings
    return Built(folder, "ukrainian")


def foreign(texts: list[str]) -> list[str]:
    markup = r'</?p>|<img class="picture" src="[^"]*" alt='
    return [text for text in texts if re.search("[A-Za-z]", re.sub(markup, "", NAMES.sub("", text)))]


def test_ukrainian_pictures_hold_no_english(ukrainian: Built) -> None:
    for board in ukrainian.artboards.values():
        texts = [text["text"] for text in board["texts"]]
        assert not foreign(texts)
        assert {"Військові", "Бронетехніка", "Дані на 15 вересня 2024\u202fр.", "УКРАЇНА"} <= set(texts)
        assert any("Площа кола пропорційна кількості військових. " in text for text in texts)
        assert not any(re.search(r"\d \d", text) for text in texts), "a number stands on one line"
    svg = ukrainian.path("wide", "svg").read_text("utf-8")
    assert not foreign(re.findall(r"<(?:title|desc)[^>]*>(.*?)</", svg))


# A parser may give a long text, such as the picture for readers without scripts, in several nodes.
SAID = """() => {
  document.body.normalize();
  const shown = [...document.body.querySelectorAll("*")].filter((e) => !e.closest("script, style"));
  return shown.flatMap((e) => [
    ...[...e.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()),
    ...["aria-label", "title", "data-heading"].map((name) => e.getAttribute(name) || ""),
  ]);
}"""


def test_the_ukrainian_page_holds_no_english(ukrainian: Built, chromium: Browser, tmp_path: Path) -> None:
    html = (ukrainian.output / "ukrainian.html").read_text("utf-8")
    with opened(chromium, html, tmp_path) as page:
        page.locator('button[data-id="харків"]').dispatch_event("click")
        said = page.evaluate(SAID)
        assert page.get_attribute("html", "lang") == "uk"
    assert not foreign(said)
    assert {
        "Військові",
        "Техніка",
        "Умовні позначення",
        "Збільшити",
        "Закрити",
        "3\u00a0500–5\u00a0200 (умовні дані)",
    } <= {*said}


@pytest.mark.parametrize(
    ("lang", "warns"), [("it", True), ("xx", True), ("fr", False), ("uk-UA", False), ("en-GB", False)]
)
def test_a_language_without_words_warns(tmp_path: Path, lang: str, warns: bool) -> None:
    path = tmp_path / "config.yaml"
    board = "view: {bounds: [20, 40, 42, 50]}\nartboards: [{id: wide, width: 1050}]\n"
    path.write_text(f"title: Carte\nas_of: 2022-01-12\nlang: {lang}\n{board}", "utf-8")
    made = build(path, only=["svg"])
    said = f'config.yaml:3:7: warning: lang: geomap has no words in "{lang}" yet, its own texts are English'
    assert [str(problem).rpartition("/")[2] for problem in made.warnings] == [said] * warns
    assert validate(path) == list(made.warnings)
    texts = {text.text for text in made.pages[0].texts}
    wanted = {
        "it": "Data as of January 12, 2022", "fr": "Données au 12 janvier 2022", "uk-UA": "Азовське море",
        "en-GB": "Sea of Azov", "xx": "UKRAINE",
    }  # fmt: skip
    assert wanted[lang] in texts


@pytest.mark.parametrize(("lang", "has_miles"), [("en", True), ("en-GB", True), ("en-AU", False), ("uk", False)])
def test_miles_stand_on_the_scale_bar_where_readers_know_them(tmp_path: Path, lang: str, has_miles: bool) -> None:
    board = "artboards: [{id: wide, width: 720}]\n"
    (tmp_path / "config.yaml").write_text(f"lang: {lang}\nview: {{bounds: [30, 48, 36, 51]}}\n{board}", "utf-8")
    for page in build(tmp_path / "config.yaml", only=["svg"]).pages:
        said = [text.text for text in page.texts if text.role == "scale"]
        assert len(said) == 1 + has_miles, said


@pytest.mark.parametrize("lang", ["ar", "it", "ja"])
def test_a_day_is_in_the_language_of_the_sentence_around_it(lang: str) -> None:
    """Where there is no table the sentence is English; two languages in one line also came out in another order."""
    assert phrase("as_of", lang, date=day(date(2023, 6, 15), lang)) == "Data as of June 15, 2023"


def test_a_plural_needs_no_further_noun() -> None:
    assert formation(Formation("helicopters"), "en") == "Helicopters"


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("en", ["999", "1,000", "32,000", "1,234,567", "12,345,678,901"]),
        ("uk", ["999", "1 000", "32 000", "1 234 567", "12 345 678 901"]),
        ("de", ["999", "1.000", "32.000", "1.234.567", "12.345.678.901"]),
        ("de-CH", ["999", "1’000", "32’000", "1’234’567", "12’345’678’901"]),
        ("hi", ["999", "1,000", "32,000", "12,34,567", "12,34,56,78,901"]),
        ("es", ["999", "1.000", "32.000", "1.234.567", "12.345.678.901"]),
        ("pl", ["999", "1 000", "32 000", "1 234 567", "12 345 678 901"]),
        ("ar", ["999", "1,000", "32,000", "1,234,567", "12,345,678,901"]),
        ("fa", ["999", "1,000", "32,000", "1,234,567", "12,345,678,901"]),
    ],
)
def test_a_number_is_grouped_as_the_language_groups_it(lang: str, texts: list[str]) -> None:
    """Said here and not asked of Babel, of which one version leaves large numbers of some languages in one piece and
    another has another apostrophe."""
    made = [number(value, lang) for value in (999, 1000, 32_000, 1_234_567, 12_345_678_901)]
    assert [text.replace("\u00a0", " ").replace("'", "’") for text in made] == texts
