"""Makes tables of scenes that are like real data: many claims at a place, two armies at the same bases, sightings.

All figures are invented and say so. Run from the project's root: python -m scripts.make_scenes
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

SCENES = Path(__file__).resolve().parents[1] / "tests" / "scenes"

Row = Mapping[str, object]

# Places of the build-up of a border, each in two spellings: latitude and longitude, WGS 84.
_PLACES = {
    ("Yelnya", "Ельня"): (54.58, 33.18),
    ("Pochep", "Почеп"): (52.93, 33.45),
    ("Klintsy", "Клинцы"): (52.75, 32.23),
    ("Kursk", "Курск"): (51.73, 36.19),
    ("Belgorod", "Белгород"): (50.6, 36.58),
    ("Valuyki", "Валуйки"): (50.21, 38.1),
    ("Voronezh", "Воронеж"): (51.67, 39.19),
    ("Boguchar", "Богучар"): (49.93, 40.56),
    ("Millerovo", "Миллерово"): (48.93, 40.4),
    ("Rostov-on-Don", "Ростов-на-Дону"): (47.22, 39.71),
    ("Yeysk", "Ейск"): (46.69, 38.28),
    ("Maikop", "Майкоп"): (44.61, 40.1),
    ("Dzhankoy", "Джанкой"): (45.71, 34.39),
    ("Feodosia", "Феодосия"): (45.03, 35.38),
    ("Novoozerne", "Новоозёрное"): (45.38, 33.12),
    ("Brest", "Брест"): (52.11, 23.72),
    ("Baranovichi", "Барановичи"): (53.13, 26.01),
    ("Osipovichi", "Осиповичи"): (53.31, 28.63),
    ("Rechitsa", "Речица"): (52.36, 30.39),
    ("Mozyr", "Мозырь"): (52.04, 29.22),
    ("Gomel", "Гомель"): (52.44, 30.99),
    ("Luninets", "Лунинец"): (52.25, 26.8),
    ("Kamensk-Shakhtinsky", "Каменск-Шахтинский"): (48.32, 40.26),
    ("Morozovsk", "Морозовск"): (48.35, 41.83),
    ("Soloti", "Солоти"): (50.25, 38.02),
}
_FORMATIONS = ("tank battalion", "motorized infantry", "artillery regiment", "air defence", "engineer battalion", "")


def sightings(chance: random.Random) -> Iterable[Row]:
    """150 sightings at 25 places, in two spellings, with counts of all forms, on days of six weeks."""
    places = list(_PLACES.items())
    for number in range(150):
        names, (lat, lon) = places[number % len(places)] if number < 25 else chance.choice(places)
        count, form = chance.choice((400, 800, 1200, 2500, 5000)), chance.random()
        troops = {"troops": count}
        if form < 0.2:
            troops = {"troops_min": count, "troops_max": count * 3 // 2}
        elif form < 0.4:
            troops |= {"troops_kind": chance.choice(("about", "at_least", "at_most"))}
        elif form < 0.5:
            troops = {"troops": "unknown"}
        yield {
            "id": f"s{number}", "place": names[chance.random() < 0.3], "lat": lat, "lon": lon,
            "side": "north" if chance.random() < 0.15 else "east", "formations": chance.choice(_FORMATIONS),
            "as_of": f"2024-0{chance.choice((1, 2))}-{chance.randint(1, 28):02d}", **troops,
        }  # fmt: skip


def bases(chance: random.Random) -> Iterable[Row]:
    """251 bases over a country, at each of them two armies."""
    for number in range(251):
        lat, lon = 44 + 8 * chance.random(), 23 + 16 * chance.random()
        for side in ("blue", "green"):
            troops = chance.choice((50, 90, 150, 300, 700))
            yield {
                "id": f"{side}-{number}", "label": f"Base {number}", "lat": round(lat, 3), "lon": round(lon, 3),
                "side": side, "troops": troops,
            }  # fmt: skip


def clusters(chance: random.Random) -> Iterable[Row]:
    """Clusters of 90, 60 and 20 units around three cities."""
    for city, size, lat, lon in (("A", 90, 33.51, 36.29), ("B", 60, 36.20, 37.16), ("C", 20, 34.73, 36.71)):
        for number in range(size):
            yield {
                "id": f"{city}{number}".lower(), "label": f"Post {city}{number}",
                "lat": round(chance.gauss(lat, 0.18), 3), "lon": round(chance.gauss(lon, 0.2), 3), "side": "army",
                "troops": chance.choice((60, 120, 250, 600)),
            }  # fmt: skip


def front(chance: random.Random) -> Iterable[Row]:
    """Forces of two sides along a front, 20 km apart."""
    for number in range(30):
        along = number / 29
        for side, off in (("west", -0.14), ("east", 0.14)):
            yield {
                "id": f"{side}-{number}", "label": f"{number + 1}th {side.capitalize()} Brigade",
                "lat": round(49.9 - 2.6 * along, 3), "lon": round(37.6 + 0.5 * along + off + chance.gauss(0, 0.02), 3),
                "side": side, "troops": chance.choice((800, 1500, 2500, 4000)),
            }  # fmt: skip


TABLES = {"sightings": sightings, "two-armies": bases, "clusters": clusters, "front": front}


def write(folder: Path, rows: Sequence[Row]) -> None:
    """The rows as the table of a scene."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    for name, rows_of in TABLES.items():
        write(SCENES / name, list(rows_of(random.Random(20))))
