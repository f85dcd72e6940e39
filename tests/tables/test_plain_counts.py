"""Counts as people write them are read as what they say, or asked about: never as another number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geomap
from geomap.config import read_config
from geomap.errors import ConfigError
from geomap.facts import CountKind, Estimate
from geomap.facts.columns import Alike
from geomap.tables.plain.counts import Asked, count_in, figures_in
from geomap.tables.plain.numbers import style_of

HEAD = "sources: {d: {publisher: D}}\n"
# As a person would write it, by language: about, at least, at most, a range.
WRITTEN = {
    "about": ["~{}", "about {}", "c. {}", "approx. {}", "some {}", "etwa {}", "rund {}", "ca. {}", "environ {}",
    "près de {}",
              "unos {}", "aproximadamente {}", "około {}", "ok. {}", "близько {}", "приблизно {}", "около {}",
              "примерно {}", "yaklaşık {}", "{} civarında", "{} (est.)"],
    "at_least": [">{}", "≥ {}", "{}+", "over {}", "more than {}", "at least {}", "mindestens {}", "über {}",
    "mehr als {}",
                 "plus de {}", "au moins {}", "más de {}", "al menos {}", "ponad {}", "co najmniej {}", "понад {}",
                 "більше {}", "щонайменше {}", "более {}", "свыше {}", "не менее {}", "en az {}", "{}'den fazla"],
    "at_most": ["<{}", "≤{}", "up to {}", "at most {}", "fewer than {}", "bis zu {}", "höchstens {}", "weniger als {}",
                "jusqu'à {}", "moins de {}", "hasta {}", "menos de {}", "do {}", "co najwyżej {}", "до {}",
                "не більше {}", "не более {}", "менее {}", "en fazla {}"],
    "range": ["{}-{}", "{} – {}", "{}—{}", "{} − {}", "{} to {}", "between {} and {}", "{} bis {}",
    "zwischen {} und {}",
              "de {} à {}", "entre {} et {}", "entre {} y {}", "de {} a {}", "od {} do {}", "między {} a {}",
              "від {} до {}", "між {} і {}", "от {} до {}", "между {} и {}", "{} ila {}"],
}  # fmt: skip
GROUPED = {",": "{:,}", ".": "{:,}", " ": "{:,}", "\u00a0": "{:,}", "\u202f": "{:,}", "'": "{:,}", "": "{}"}


def figure(number: int, mark: str) -> str:
    return GROUPED[mark].format(number).replace(",", mark)


def meaning(text: str, decimal: Any = None) -> Estimate | Asked | None:
    style = style_of(figures_in(text))
    found = count_in(text, decimal or style.decimal, is_sure=style.is_sure, of_soldiers=True)
    if found is None or isinstance(found, Asked):
        return found
    return Estimate(found.kind, found.low, found.high) if found.kind else None


numbers = st.one_of(st.integers(0, 3_000), st.integers(0, 2_000_000))


@settings(max_examples=150, deadline=None)
@given(numbers, numbers, st.sampled_from(sorted(GROUPED)), st.data())
def test_a_count_in_any_words_is_that_count(one: int, other: int, mark: str, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(WRITTEN)))
    form = data.draw(st.sampled_from(WRITTEN[kind]))
    low, high = sorted((one, other))
    if kind == "range":
        text, claimed = form.format(figure(low, mark), figure(high, mark)), Estimate(CountKind.RANGE, low, high)
    else:
        text = form.format(figure(low, mark))
        claimed = Estimate(CountKind(kind), None if kind == "at_most" else low, None if kind == "at_least" else low)
    for written in (text, text.upper(), f"  {text} "):
        if "'" not in text or "den" not in text or written != text.upper():  # Turkish suffixes are never in capitals
            assert meaning(written) == claimed, written


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 999),
    st.sampled_from(
        [
            "{}k",
            "{} K",
            "{} thousand",
            "{} Tsd.",
            "{} tausend",
            "{} mille",
            "{} tys.",
            "{} тис.",
            "{} тыс.",
            "{} тисяч",
            "{} bin",
            "{}k troops",
            "{} тис. осіб",
        ]
    ),
)
def test_a_multiplier_is_about_so_many(number: int, form: str) -> None:
    assert meaning(form.format(number)) == Estimate.about(1000 * number)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 99), st.integers(0, 9), st.sampled_from(".,"), st.sampled_from(["k", " тис.", " Tsd.", " thousand"])
)
def test_decimals_stand_before_a_multiplier(whole: int, tenth: int, mark: str, times: str) -> None:
    assert meaning(f"{whole}{mark}{tenth}{times}") == Estimate.about(1000 * whole + 100 * tenth)


@pytest.mark.parametrize("text", ["none", "keine", "aucun", "ninguno", "brak", "немає", "нет", "yok", "null", "TBD",
"3 mil",
                                  "2m", "1.500k"])  # fmt: skip
def test_what_may_mean_two_things_is_asked(text: str) -> None:
    assert isinstance(meaning(text), Asked)


@pytest.mark.parametrize("text", ["-5", "2000-1500", "12 2", "1,2,3", "1.2", "2 BTGs", "several", "500 + 300", "1/2",
                                  "1e5", "01.02.2022", "1,50", "#N/A", "½", "٣٠٠", "", "k", "~",
                                  "5 kg", "9" * 20])  # fmt: skip
def test_what_is_no_count_is_not_read(text: str) -> None:
    assert meaning(text) is None


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("900.0", Estimate.exact(900)), ("900,00", Estimate.exact(900)), ("0", Estimate.exact(0)),
        ("1,500 troops", Estimate.exact(1500)), ("2 000 чел.", Estimate.exact(2000)), ("1500[3]", Estimate.exact(1500)),
        ("300 Mann", Estimate.exact(300)), ("5-6k", Estimate(CountKind.RANGE, 5000, 6000)),
        ("500-1k", Estimate(CountKind.RANGE, 500, 1000)), ("~1,500–2,000", Estimate(CountKind.RANGE, 1500, 2000)),
        (">10k", Estimate(CountKind.AT_LEAST, 10_000)), ("1.2 million", Estimate.about(1_200_000)),
        ("1.234.567", Estimate.exact(1_234_567)), ("1.234,0", Estimate.exact(1234)),
        *((word, Estimate(CountKind.UNKNOWN)) for word in ("?", "unknown", "unbekannt", "невідомо", "bilinmiyor")),
        *((word, None) for word in ("-", "–", "N/A", "n/a", "k.A.", "н/д", "b.d.")),
    ],
)  # fmt: skip
def test_words(text: str, claimed: Estimate | None) -> None:
    assert meaning(text) == claimed


def read(folder: Path, rows: list[str], entry: str = "") -> list[Any]:
    """The counts of a column `n` of a table with these cells."""
    lines = [f'u{number},{number / 10},{number / 10},"{cell}"' for number, cell in enumerate(rows)]
    (folder / "u.csv").write_text("\n".join(["id,lat,lon,n", *lines]) + "\n", "utf-8")
    (folder / "c.yaml").write_text(f"{HEAD}units_from: {{file: u.csv, columns: {{troops: n}}{entry}}}\n", "utf-8")
    return [unit.troops for unit in read_config(folder / "c.yaml").units]


def problems(folder: Path, rows: list[str], entry: str = "") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(folder, rows, entry)
    return str(caught.value).replace(f"{folder}/", "").split("\n")


def test_a_column_is_written_by_one_hand(tmp_path: Path) -> None:
    """What is before decimals in one cell is so in all."""
    assert read(tmp_path, ["1.500", "12.000,0"]) == [Estimate.exact(1500), Estimate.exact(12_000)]
    assert read(tmp_path, ["1,500", "1.5k"]) == [Estimate.exact(1500), Estimate.about(1500)]
    assert read(tmp_path, ["1.500", "1.000-1.200"]) == [Estimate.exact(1500), Estimate(CountKind.RANGE, 1000, 1200)]


@pytest.mark.parametrize(("first", "second"), [("1,500", "1.500"), ("900.0", "1.500"), ("1.5k", "2,5k")])
def test_a_column_that_contradicts_itself_is_asked_once(first: str, second: str, tmp_path: Path) -> None:
    (line,) = problems(tmp_path, [first, "700", second, second])
    assert line == (
        f'u.csv:4: column n: writes "{first}" in row 2 and "{second}" here, so it is not clear what is before '
        'decimals, and what between thousands; write decimal: {"n": point} or decimal: {"n": comma} beside `file` in '
        "units_from"
    )


def test_the_answer_is_pinned(tmp_path: Path) -> None:
    rows = ["1,500", "1.5k", "2,5k"]
    assert len(problems(tmp_path, rows)) == 1
    assert problems(tmp_path, rows, ", decimal: {n: comma}")[0].startswith('u.csv:2: column n: got "1,500", expected')
    assert read(tmp_path, ["1.500", "2,5k"], ", decimal: comma") == [Estimate.exact(1500), Estimate.about(2500)]


def test_none_is_asked_with_the_lines_to_paste(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, ["none"])
    assert line == (
        'u.csv:2: column n: "none" may mean zero, unknown or no claim; write values: {troops: {"none": 0}} where there '
        'are none, or {troops: {"none": unknown}} where nobody knows, or {troops: {"none": \'\'}} where nothing is '
        "claimed, beside `file` in units_from"
    )


@pytest.mark.parametrize("rows", [["~800", "1,500-2,000", "over 10", "7", "?", "-", "900.0"], ["7", "unknown"]])
def test_columns_and_rows_mean_the_same(rows: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_column = read(tmp_path, rows)
    assert isinstance(read_config(tmp_path / "c.yaml").units, Alike)
    monkeypatch.setattr("geomap.config.tabled.by_column", lambda table: None)
    assert read(tmp_path, rows) == by_column
    assert not isinstance(read_config(tmp_path / "c.yaml").units, Alike)


def test_cells_that_say_another_thing_than_others_of_their_row_are_refused(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("id,lat,lon,troops,troops_kind\na,1,2,~250,at_least\nb,1,2,~250,about\n", "utf-8")
    (tmp_path / "c.yaml").write_text("units_from: u.csv\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path / "c.yaml")
    assert [problem.line for problem in caught.value.problems] == [2]


@pytest.mark.parametrize("form", ["xlsx", "parquet", "geojson", "frame"])
def test_every_reader(form: str, tmp_path: Path) -> None:
    cells = {"id": ["a", "b"], "lat": ["50,5", "52°45'N"], "lon": [30.5, 31], "troops": ["~800", "1,500-2,000"]}
    frame = pandas.DataFrame(cells)
    claimed = [Estimate.about(800), Estimate(CountKind.RANGE, 1500, 2000)]
    if form == "frame":
        units = geomap.map_of(frame).scene.units
        assert [unit.troops for unit in units] == claimed
        assert [unit.place.lat for unit in units] == [50.5, 52.75]
        return
    if form == "geojson":
        features = ",".join(
            f'{{"type": "Feature", "id": "{name}", "geometry": {{"type": "Point", "coordinates": [30, 50]}}, '
            f'"properties": {{"troops": "{troops}"}}}}'
            for name, troops in zip(cells["id"], cells["troops"], strict=True)
        )
        (tmp_path / "u.geojson").write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}', "utf-8")
    else:
        {"xlsx": frame.to_excel, "parquet": frame.to_parquet}[form](tmp_path / f"u.{form}", index=False)
    (tmp_path / "c.yaml").write_text(f"units_from: u.{form}\n", "utf-8")
    units = read_config(tmp_path / "c.yaml").units
    assert [unit.troops for unit in units] == claimed
    if form != "geojson":
        assert [unit.at and unit.at.lat for unit in units] == [50.5, 52.75]
