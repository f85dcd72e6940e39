"""Days as people write them are read as those days, or asked about: never as another day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

import geomap
from geomap.config import read_config
from geomap.errors import ConfigError
from geomap.tables.plain.days import Numbers, Part, day_in, order_of

WRITTEN = ["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%y", "%m/%d/%y", "%y-%m-%d"]
WIDTHS = ["long", "medium", "short"]
days = st.dates(date(1970, 1, 1), date(2049, 12, 31))


@settings(max_examples=120, deadline=None)
@given(
    days,
    st.sampled_from(["en", "en_GB", "de", "fr", "es", "pl", "uk", "ru", "tr"]),
    st.sampled_from(["long", "medium", "short"]),
)
def test_a_day_as_a_language_writes_it(day: date, lang: str, form: str) -> None:
    found = day_in(format_date(day, form, lang))
    assert found == day or (isinstance(found, Numbers) and day in found.orders.values())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(days, min_size=1, max_size=5),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%y", "%m/%d/%y", "%y-%m-%d"]),
)
def test_a_column_is_in_its_order_or_asked_about(listed: list[date], form: str) -> None:
    found = [day_in(day.strftime(form)) for day in listed]
    numbers = [one for one in found if isinstance(one, Numbers)]
    assert len(numbers) == len(listed)
    order = order_of(numbers)
    if isinstance(order, str):
        assert [one.in_order(order) for one in numbers] == listed
    else:
        assert order


@pytest.mark.parametrize(
    "text",
    ["2022-02-15T10:00Z", "2022-02-15 10:00:00", "2022/2/15", "20220215", "44607", "15-Feb-2022", "15 Feb 22",
     "1er mars 2022", "15 лютого 2022 р.", "15. Februar 2022", "Feb 15, 2022"],
)  # fmt: skip
def test_what_leaves_no_doubt(text: str) -> None:
    assert day_in(text) == (date(2022, 3, 1) if "mars" in text else date(2022, 2, 15))


@pytest.mark.parametrize(
    "text", ["soon", "15 Foo 2022", "30 February 2022", "12", "1.5", "ca. 15 Feb 2022", "2022-02-30 10:00"]
)
def test_what_is_no_day(text: str) -> None:
    assert day_in(text) is None


@pytest.mark.parametrize("text", ["2022", "2022-02", "02/2022", "Feb 2022", "лютий 2022"])
def test_a_month_is_no_day(text: str) -> None:
    assert isinstance(day_in(text), Part)


def read(folder: Path, cells: list[str], entry: str = "", heading: str = "Seen") -> list[date | None]:
    rows = [f'u{number},1,{number / 10},"{cell}"' for number, cell in enumerate(cells)]
    (folder / "u.csv").write_text("\n".join([f"id,lat,lon,{heading}", *rows]) + "\n", "utf-8")
    columns = "" if heading != "Seen" else ", columns: {as_of: Seen}"
    (folder / "c.yaml").write_text(f"units_from: {{file: u.csv{columns}{entry}}}\n", "utf-8")
    return [unit.as_of for unit in read_config(folder / "c.yaml").units]


def problems(folder: Path, cells: list[str], entry: str = "") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(folder, cells, entry)
    return str(caught.value).replace(f"{folder}/", "").splitlines()


def test_a_column_decides(tmp_path: Path) -> None:
    assert read(tmp_path, ["03/04/2022", "25/04/2022"]) == [date(2022, 4, 3), date(2022, 4, 25)]
    assert read(tmp_path, ["03/04/2022", "04/25/2022"]) == [date(2022, 3, 4), date(2022, 4, 25)]
    assert read(tmp_path, ["03.04.2022", "3/3/2022"])[0] == date(2022, 4, 3)
    assert read(tmp_path, ["3/3/2022", "2022-04-03"]) == [date(2022, 3, 3), date(2022, 4, 3)]


def test_or_else_it_is_asked_once(tmp_path: Path) -> None:
    cells = ["03/04/2022", "05/06/2022", "2022-01-01"]
    assert problems(tmp_path, cells) == [
        'u.csv:2: column Seen: "03/04/2022" may be 2022-04-03 or 2022-03-04; write dates: {"Seen": dmy} or dates: '
        '{"Seen": mdy} beside `file` in units_from'
    ]
    assert read(tmp_path, cells, ", dates: mdy") == [date(2022, 3, 4), date(2022, 5, 6), date(2022, 1, 1)]
    assert read(tmp_path, cells, ", dates: {Seen: dmy}")[0] == date(2022, 4, 3)
    (line,) = problems(tmp_path, ["25/04/2022", "04/25/2022"])
    assert "is in another order than other rows; write dates:" in line


def test_a_month_is_asked_with_its_first_and_last_day(tmp_path: Path) -> None:
    assert problems(tmp_path, ["2022-02"]) == [
        'u.csv:2: column Seen: "2022-02" is a month, and no day; write values: {as_of: {"2022-02": 2022-02-01}}, or '
        '{as_of: {"2022-02": 2022-02-28}}, beside `file` in units_from'
    ]
    assert read(tmp_path, ["2022-02"], ', values: {as_of: {"2022-02": "2022-02-28"}}') == [date(2022, 2, 28)]


def test_an_embargo_is_read_as_days_are_and_never_guessed(tmp_path: Path) -> None:
    later = "31.12.2999"
    assert len(read(tmp_path, [later, "01.02.2022"], heading="embargo_until")) == 2
    made = geomap.build(tmp_path / "c.yaml", only=["csv"])
    assert [unit.id for unit in made.scene.units] == ["u1"]
    assert [reading.count for reading in made.readings] == [1]
    for cell in ("03/04/2022", "2022-02", "2022-02-15T10:00Z", "?", "-"):
        with pytest.raises(ConfigError):
            read(tmp_path, [cell], heading="embargo_until")


def test_an_embargo_of_a_row_that_is_passed_over_is_read_so_too(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("id,lat,lon,kind,embargo_until\na,1,2,x,\na,1,2,y,31.12.2999\nb,1,3,x,\n", "utf-8")
    (tmp_path / "c.yaml").write_text("units_from: {file: u.csv, where: {kind: x}, ignore: [kind]}\n", "utf-8")
    assert [unit.id for unit in geomap.build(tmp_path / "c.yaml", only=["csv"]).scene.units] == ["b"]


def test_days_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["id", "lat", "lon", "as_of"], ["a", 1, 2, 44607], ["b", 1, 3, "15.02.2022"], ["c", 1, 4, None]):
        book.active.append(row)
    book.active["D4"].number_format = "General"
    book.save(tmp_path / "u.xlsx")
    (tmp_path / "c.yaml").write_text("units_from: u.xlsx\n", "utf-8")
    assert [unit.as_of for unit in read_config(tmp_path / "c.yaml").units] == [
        date(2022, 2, 15),
        date(2022, 2, 15),
        None,
    ]
