"""Types of formation: known in every usual spelling, named in every language, and a slip in one is warned of."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import pytest
from babel import Locale

from geomap.facts import Formation
from geomap.pipeline.build import build
from geomap.pipeline.validate import validate
from geomap.symbols import NOUN_TYPES, NOUNS, TYPES, parts_of
from geomap.wording import TABLES, formation
from geomap.wording.formation_names import TABLES as FORMATION_TABLES

LANGUAGES = [path.stem for path in sorted(FORMATION_TABLES.glob("*.json"))]
ORDINARY = """
    mechanized, mechanised infantry brigade, airborne, airborne assault, air-assault battalion, marines, marine brigade,
    naval infantry, special forces, spetsnaz, Spetsnaz brigade, special operations forces, engineers, sapper battalion,
    signals, signal regiment, reconnaissance, recon company, UAV, drones, unmanned systems battalion, missile brigade,
    Iskander missiles, coastal defence, coastal defense brigade, national guard, border guards, border guard detachment,
    militia, BTG, 4 BTGs, battalion tactical groups, motorized rifle BTG, fighter squadron, squadron, fleet, flotilla,
    Black Sea Fleet, air defence, air defense regiment, S-400 battalion, MLRS, self-propelled artillery, howitzers,
    anti-tank battery, armour, armoured brigade, armored vehicles, tanks, main battle tanks, paratroopers, VDV,
    1st Guards Tank Army, 58th Combined Arms Army, 76th Guards Air Assault Division, 3rd Separate Assault Brigade,
    Wagner Group, electronic warfare, EW, CBRN, medical, field hospital, logistics, supply depot, railway troops,
    headquarters, command post, Southern Military District, army corps, XVIII Airborne Corps, air base, airfield,
    attack helicopters, bombers, submarines, warships, landing ships, territorial defence, volunteer battalion,
    mountain infantry, rifle company, cavalry, military police, infantry fighting vehicles, task force, battle group,
    combined arms army, training centre, brigade combat team, unknown, troops, reserve units, mine clearing team,
    tank bn, VDV bn, 41st CAA, motor rifle bde, artillery regt, 76th Guards Air Assault Div.
"""


def warnings(folder: Path, types: list[str], lang: str = "en") -> list[str]:
    rows = "".join(f"    - {json.dumps(text, ensure_ascii=False)}\n" for text in types)
    text = f"lang: {lang}\nunits:\n- id: a\n  at: {{lat: 48, lon: 38}}\n  formations:\n{rows}"
    (folder / "config.yaml").write_text(text, "utf-8")
    found = [str(problem).rpartition("/")[2] for problem in validate(folder / "config.yaml")]
    return [said for said in found if "formations" in said]


def test_ordinary_wording_is_no_false_alarm(tmp_path: Path) -> None:
    assert warnings(tmp_path, [text.strip() for text in ORDINARY.split(",")]) == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("motorised infantri", "did you mean motorized infantry?"),
        ("Artilery brigade", "did you mean artillery brigade?"),
        ("tank brigad", "did you mean tank brigade?"),
        (
            "balloon brigade",
            "it is printed as written, without a pictogram; {type: ..., label: balloon brigade} gives it one",
        ),
    ],
)
def test_a_type_that_is_not_known_is_warned_of_at_its_line(tmp_path: Path, text: str, hint: str) -> None:
    said = f'warning: units[0].formations[1]: geomap does not know the type "{text}"; {hint}'
    assert warnings(tmp_path, ["tank", text, text]) == [f"config.yaml:7:7: {said}"]


def test_the_type_of_a_named_formation_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "units:\n- {id: a, at: {lat: 48, lon: 38}, formations: [{type: ballooning, label: The Balloons}]}\n", "utf-8"
    )
    hint = "without it there is no pictogram; the type may be infantry, for example"
    (problem,) = validate(tmp_path / "config.yaml")
    assert (problem.line, problem.message, problem.hint) == (2, 'geomap does not know the type "ballooning"', hint)


@pytest.mark.parametrize(("lang", "warned"), [("uk", ["tank brigad"]), ("fr", []), ("de", [])])
def test_words_of_another_language_are_not_judged(tmp_path: Path, lang: str, warned: list[str]) -> None:
    said = warnings(tmp_path, ["танковий батальйон", "brigade blindée", "Infanterie", "tank brigad"], lang)
    assert [text for text in warned if not any(text in line for line in said)] == []
    assert len(said) <= (2 if lang == "uk" else 0)


def table(lang: str) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = json.loads((FORMATION_TABLES / f"{lang}.json").read_text("utf-8"))
    return read


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_names_every_type_and_noun(lang: str) -> None:
    own = table(lang)
    assert set(own["types"]) == set(TYPES)
    assert set(own["nouns"]) == {*NOUNS, *NOUN_TYPES, "artillery battalion"}
    forms = Locale(lang).plural_form.tags | {"other"}
    assert set(own["plurals"]) <= forms
    assert len(own["staff"].split("|")) == 2
    for noun in own["nouns"].values():
        gender, _, words = noun.partition(" ")
        assert gender in "mfn" and len(words.split("|")) == len(own["plurals"]), noun
    for words in own["types"].values():
        assert words.count("{noun}") == 1, words
        endings = [found.split("|") for found in re.findall(r"\((.*?)\)", words)]
        assert all(len(each) == len(own["agreement"]) for each in endings), words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_formation_has_a_name_in_the_language(lang: str) -> None:
    """No placeholder is left over, and none stands as it was written."""
    latin = re.compile("[A-Za-z]")
    for kind, noun, count in product(("", *TYPES), NOUNS, (1, 2, 5, 21)):
        name = formation(Formation(f"{kind} {noun}".strip(), count), lang)
        assert not re.search(r"[{}()|×]", name), name
        assert name.startswith(f"{count}\u00a0") if count > 9 else name[0].isalpha() and str(count) not in name, name
        assert lang not in ("uk", "ru") or not latin.search(name), name


@pytest.mark.parametrize(
    ("text", "count", "lang", "name"),
    [
        ("tank", 1, "uk", "Танковий підрозділ"),
        ("tank brigade", 2, "uk", "Дві танкові бригади"),
        ("motorised infantry battalions", 5, "uk", "П’ять мотопіхотних батальйонів"),
        ("artillery battalion", 1, "uk", "Артилерійський дивізіон"),
        ("headquarters", 2, "uk", "Два штаби"),
        ("tank brigade headquarters", 1, "uk", "Танкова бригада (штаб)"),
        ("motor rifle battalion", 3, "ru", "Три мотострелковых батальона"),
        ("tank brigade", 3, "ru", "Три танковые бригады"),
        ("motor rifle BTG", 21, "ru", "21\u00a0мотострелковая батальонная тактическая группа"),
        ("motorized infantry battalion", 1, "de", "Motorisiertes Infanteriebataillon"),
        ("tank brigade", 2, "de", "Zwei Panzerbrigaden"),
        ("submarine", 1, "de", "U-Boot-Einheit"),
        ("armor battalion", 2, "fr", "Deux bataillons blindés"),
        ("airborne brigade", 1, "fr", "Brigade aéroportée"),
        ("mechanized infantry brigade", 4, "es", "Cuatro brigadas de infantería mecanizada"),
        ("armor battalion", 5, "pl", "Pięć batalionów pancernych"),
        ("1st Guards Tank Army", 1, "uk", "1st Guards Tank Army"),
        ("balloon brigade", 2, "uk", "Balloon brigade\u00a0×2"),
        ("fighter squadron", 1, "de", "Fighter squadron"),
        ("marines", 2, "en", "Two marine units"),
        ("BTGs", 2, "en", "Two battalion tactical groups"),
        ("BTG", 12, "en", "12 battalion tactical groups"),
        ("tank bn", 1, "en", "Tank battalion"),
        ("tank bn", 3, "de", "Drei Panzerbataillone"),
        ("41st CAA", 1, "en", "41st Combined Arms Army"),
        ("76th Guards Air Assault Div.", 1, "en", "76th Guards Air Assault Division"),
        ("special forces", 2, "en", "Two special forces units"),
        ("tanks", 1, "en", "Tanks"),
        ("ballooning", 1, "en", "Ballooning"),
        ("كتيبة مشاة", 2, "en", "كتيبة مشاة\u00a0×2"),
        ("flotilla", 2, "en", "Two flotillas"),
    ],
)
def test_a_formation_is_named(text: str, count: int, lang: str, name: str) -> None:
    assert formation(Formation(text, count), lang) == name


def test_every_output_names_what_it_shows_in_the_language_of_the_map(tmp_path: Path) -> None:
    text = """
title: Карта
lang: uk
units:
  - {id: a, label: А, at: {lat: 48, lon: 38}, formations: [{type: tank brigade, count: 2}, Azov], equipment: {tanks: 4}}
"""
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    built = build(tmp_path / "config.yaml", only=["svg", "html"])
    svg = (built.folder / "config-wide.svg").read_text("utf-8")
    page = (built.folder / "config.html").read_text("utf-8")
    for said in ("Дві танкові бригади", "Azov", "Танки"):
        assert said in svg and page.count(said) >= 2, said
    assert "tank" not in re.sub(r"<script.*?</script>|outline-[\w-]+", "", page, flags=re.DOTALL)


def test_a_table_of_formations_lies_beside_each_table_of_words() -> None:
    words = {path.stem for path in TABLES.glob("*.json") if "-" not in path.stem}
    assert {"en", *LANGUAGES} == words


def test_a_name_before_a_type_is_no_part_of_it() -> None:
    parts = parts_of("1st Guards Tank Army headquarters")
    assert (parts.type, parts.noun, parts.is_headquarters, parts.rest) == ("tank", "army", True, "1st Guards")


@pytest.mark.parametrize(
    ("text", "count", "name"),
    [
        ("ships", 2, "Two ships"),
        ("ships", 1, "Ships"),
        ("tank brigades", 2, "Two tank brigades"),
        ("S-400 batteries", 3, "Three S-400 batteries"),
        ("BTGs", 2, "Two battalion tactical groups"),
        ("tanks", 2, "Two tank units"),
        ("special forces", 2, "Two special forces units"),
    ],
)
def test_a_noun_written_in_the_plural_takes_no_further_noun(text: str, count: int, name: str) -> None:
    assert formation(Formation(text, count), "en") == name
