"""What a config means: values, defaults, and problems that later stages place in it."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from geomap.config import Config, read_config
from geomap.facts import CountKind, Estimate, Formation

MINIMAL = "units: [{place: Київ}]\n"
FULL = Path(__file__).parent / "full.yaml"


@pytest.fixture
def full() -> Config:
    return read_config(FULL)


def read(tmp_path, text: str, name: str = "config.yaml") -> Config:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def test_defaults(tmp_path):
    config = read(tmp_path, MINIMAL, "My Map.yaml")
    assert config.name == "my-map"
    assert (config.worldview, config.lang) == ("un", "en")
    assert config.outputs == ("png", "svg", "pdf", "html", "geojson", "gpkg", "kml", "csv")
    assert (config.view.fit, config.view.bounds, config.view.pad) == ("units", None, 0.1)
    assert (config.legend.measure, config.legend.values, config.legend.max_diameter) == ("troops", None, 60)
    assert [(board.id, board.width.px, board.key) for board in config.artboards] == [
        ("wide", 1050, "long"),
        ("medium", 720, "long"),
        ("narrow", 500, "short"),
        ("phone", 335, "short"),
    ]
    (unit,) = config.units
    assert (unit.id, unit.place, unit.label.text, unit.troops, unit.basis) == ("київ", "Київ", "Київ", None, "reported")


def test_units(full):
    luhansk, camp, post = full.units[:3]
    assert (luhansk.id, luhansk.label.text, luhansk.country, luhansk.side) == (
        "luhansk",
        "Luhansk",
        "UA",
        "russian-backed",
    )
    assert luhansk.formations == (
        Formation("motorized infantry"),
        Formation("tank", 2, echelon="brigade"),
        Formation("headquarters", label="Southern Military District"),
    )
    assert luhansk.troops == Estimate.about(14000)
    assert luhansk.equipment == {"tanks": Estimate.exact(12), "armored vehicles": Estimate(CountKind.UNKNOWN)}
    assert (luhansk.pictograms, camp.pictograms) == (("tank", "air defence"), None)
    assert (full.symbols, full.sides["russian-backed"].affiliation) == ("app6", "suspect")
    assert (luhansk.sources, luhansk.grade, luhansk.as_of) == (("nyt",), "B2", date(2022, 1, 12))
    assert (post.id, post.troops, post.side, post.sources) == ("post", Estimate.exact(1200), "russian-backed", ("nyt",))
    assert (camp.id, camp.place, camp.label.text, camp.country) == ("camp", "", "Camp", "NO")
    assert (camp.at.lat, camp.at.lon) == (48, 37.5)
    assert camp.troops == Estimate(CountKind.RANGE, 1000, 3000)


def test_other_parts(full):
    assert full.as_of == date(2022, 1, 12)
    assert full.sides["russian-backed"].colour == "#aa3344"
    assert full.sources["nyt"].published == date(2022, 1, 12)
    assert full.legend.values == (10000, 5000, 1000)
    named = ["contact", "total", "sea-of-azov", "zone", "push", "reach", "ring-camp", "ring-luhansk", "bridge"]
    assert [layer.id for layer in full.layers] == named
    assert full.layers[1].sums == ("luhansk", "camp")
    assert full.artboards[1].drop == (
        "formations", "notes.total", "labels.water", "callouts.contact", "units.camp", "insets.where",
    )  # fmt: skip
    assert [(row.kind, row.id, row.at, row.share) for row in full.insets] == [
        ("detail", "close", "top-right", 0.3), ("locator", "where", "below", 0.25),
    ]  # fmt: skip
    assert full.view.graticule == 10
    assert full.view.bounds == (170, -10, -170, 20)
    assert (full.style.base, full.style.colours["text"], full.style.style.land) == ("dark", "#ffffff", "#303438")


def test_knows_its_file(full):
    assert (full.path, full.folder) == (FULL, FULL.parent)
    problem = full.problem(("units", 0, "place"), text="is ambiguous", hint="add admin")
    assert str(problem) == f"{FULL}:21:12: units[0].place: is ambiguous; add admin"


def test_config_without_a_file_still_names_the_key():
    problem = Config(title="x").problem(("title",), text="is odd")
    assert str(problem) == "title: is odd"


def test_nothing_changes_after_reading(full):
    with pytest.raises(ValidationError):
        full.title = "other"
    with pytest.raises(ValidationError):
        full.units[0].troops = None


@pytest.mark.parametrize(
    ("text", "estimate"),
    [
        ("0", Estimate.exact(0)),
        ("0x10", Estimate.exact(16)),
        ("{about: 9}", Estimate.about(9)),
        ("{at_least: 9}", Estimate(CountKind.AT_LEAST, 9)),
        ("{at_most: 9}", Estimate(CountKind.AT_MOST, None, 9)),
        ("{max: 9, min: 9}", Estimate(CountKind.RANGE, 9, 9)),
        ("unknown", Estimate(CountKind.UNKNOWN)),
    ],
)
def test_count(tmp_path, text, estimate):
    config = read(tmp_path, f"units:\n  - place: A\n    troops: {text}\n")
    assert config.units[0].troops == estimate


def test_ids_are_one_however_accents_are_typed(tmp_path):
    config = read(tmp_path, "sides: {re\u0301gion: {label: R}}\nunits: [{place: A, side: r\u00e9gion}]\n")
    assert config.units[0].side in config.sides


def test_anchors_and_byte_order_mark(tmp_path):
    config = read(
        tmp_path,
        "\ufeffunits:\n  - {place: A, sources: &s [x]}\n  - {place: B, sources: *s}\nsources: {x: {publisher: P}}\n",
    )
    assert config.units[1].sources == ("x",)
