"""Build layers/contact_line.geojson from hand-placed control points.

The line is this project's own drawing. Each control point below was placed between the nearest places that published
lists put on the two sides (layers/contact_line_towns.csv), or on a river where the river divides the sides. A
centripetal Catmull-Rom curve runs through the points, is cut into equal steps and rounded. No vertex comes from another
map's line. Along the two rivers regular windings were laid over a hand-placed course, in the manner of the river, and
then moved clear of the places on its banks: they are schematic, and a single bow may lie a kilometre or two off. See
layers/SOURCES.md.

    python scripts/make_contact_line.py            write the layer and print what it measures
    python scripts/make_contact_line.py --check    compare with the file on disk, write nothing
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path

from pyproj import Geod
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import nearest_points

ROOT = Path(__file__).resolve().parent.parent
LAYER = ROOT / "layers" / "contact_line.geojson"
TOWNS = ROOT / "layers" / "contact_line_towns.csv"

AS_OF = "2022-01-12"
ACCURACY_KM = 2
STEP_KM = 1.25  # distance between vertices of the finished line
DECIMALS = 4  # about 10 m: far finer than the line is true, so that rounding adds nothing
ON_TOLERANCE_KM = 3.0  # a place listed as ON lies no further than this from the line
GEOD = Geod(ellps="WGS84")

Pair = tuple[float, float]

# Latitude, longitude, why the point is there. North-east to south-west. (W) government-controlled,
# (E) not government-controlled, as of January 2022.
CONTROL_POINTS: list[tuple[float, float, str]] = [
    # --- Siverskyi Donets, from the state border to Sokilnyky: the river divides the sides; windings schematic
    (48.5877, 39.6706, "state border, where the Derkul meets the Siverskyi Donets"),
    (48.5820, 39.6500, "Donets, along the state border"),
    (48.5800, 39.6300, "Donets, along the state border"),
    (48.5865, 39.6080, "Donets, west of the mouth of the Derkul"),
    (48.5735, 39.5912, "Donets, bow to the E bank, near Mykolaivka (Luhansk) (E)"),
    (48.5884, 39.5732, "Donets, mid-valley, near Mykolaivka (Luhansk) (E)"),
    (48.6054, 39.5467, "Donets, bow to the W bank, near Mykolaivka (Luhansk) (E)"),
    (48.5940, 39.5412, "Donets, mid-valley, near Mykolaivka (Luhansk) (E)"),
    (48.6023, 39.5222, "Donets, bow to the E bank, near Mykolaivka (Luhansk) (E)"),
    (48.6138, 39.5293, "Donets, mid-valley, near Stanytsia Luhanska (W) and Mykolaivka (Luhansk) (E)"),
    (48.6308, 39.5379, "Donets, bow to the W bank, near Stanytsia Luhanska (W) and Mykolaivka (Luhansk) (E)"),
    (48.6371, 39.5124, "Donets, mid-valley, near Stanytsia Luhanska (W) and Mykolaivka (Luhansk) (E)"),
    (48.6324, 39.4881, "Donets, bow to the E bank, near Stanytsia Luhanska (W) and Mykolaivka (Luhansk) (E)"),
    (48.6494, 39.4728, "Donets, mid-valley, near Stanytsia Luhanska (W) and Krasnyi Yar (E)"),
    (48.6626, 39.4594, "Donets, bow to the W bank, near Stanytsia Luhanska (W) and Krasnyi Yar (E)"),
    (48.6547, 39.4399, "Donets, mid-valley, near Stanytsia Luhanska (W) and Krasnyi Yar (E)"),
    (48.6496, 39.4203, "Donets, bow to the E bank, near Stanytsia Luhanska (W) and Krasnyi Yar (E)"),
    (48.6681, 39.4146, "Donets, mid-valley, near Bolotene (W) and Krasnyi Yar (E)"),
    (48.6875, 39.4036, "Donets, bow to the W bank, near Bolotene (W) and Krasnyi Yar (E)"),
    (48.6837, 39.3756, "Donets, mid-valley, near Bolotene (W) and Krasnyi Yar (E)"),
    (48.6841, 39.3495, "Donets, bow to the E bank, near Bolotene (W) and Krasnyi Yar (E)"),
    (48.7011, 39.3623, "Donets, mid-valley, near Bolotene (W) and Krasnyi Yar (E)"),
    (48.7174, 39.3827, "Donets, bow to the W bank, near Bolotene (W)"),
    (48.7250, 39.3553, "Donets, mid-valley, near Bolotene (W)"),
    (48.7360, 39.3288, "Donets, bow to the E bank, near Liubomyrivka (Artema) (W) and Vesela Hora (E)"),
    (48.7528, 39.3400, "Donets, mid-valley, near Liubomyrivka (Artema) (W)"),
    (48.7709, 39.3364, "Donets, bow to the W bank, near Liubomyrivka (Artema) (W)"),
    (48.7629, 39.3112, "Donets, mid-valley, near Liubomyrivka (Artema) (W)"),
    (48.7495, 39.3031, "Donets, bow to the E bank, near Liubomyrivka (Artema) (W) and Vesela Hora (E)"),
    (48.7512, 39.2800, "Donets, mid-valley, near Shchastia (W) and Vesela Hora (E)"),
    (48.7512, 39.2505, "Donets, bow to the W bank, near Shchastia (W) and Vesela Hora (E)"),
    (48.7320, 39.2508, "Donets, mid-valley, near Shchastia (W) and Vesela Hora (E)"),
    (48.7229, 39.2555, "Donets, bow to the E bank, near Shchastia (W) and Vesela Hora (E)"),
    (48.7141, 39.2378, "Donets, mid-valley, near Shchastia (W) and Vesela Hora (E)"),
    (48.7100, 39.2219, "Donets, bow to the W bank, near Shchastia (W) and Vesela Hora (E)"),
    (48.6969, 39.2122, "Donets, mid-valley, near Shchastia (W) and Vesela Hora (E)"),
    (48.6871, 39.2022, "Donets, bow to the E bank, near Shchastia (W) and Vesela Hora (E)"),
    (48.6866, 39.1769, "Donets, mid-valley, near Lobacheve (W) and Vesela Hora (E)"),
    (48.6900, 39.1547, "Donets, bow to the W bank, near Lobacheve (W) and Zhovte (E)"),
    (48.6742, 39.1471, "Donets, mid-valley, near Lobacheve (W) and Zhovte (E)"),
    (48.6575, 39.1423, "Donets, bow to the E bank, near Lobacheve (W) and Zhovte (E)"),
    (48.6599, 39.1169, "Donets, mid-valley, near Lobacheve (W) and Zhovte (E)"),
    (48.6652, 39.0901, "Donets, bow to the W bank, near Lobacheve (W) and Zhovte (E)"),
    (48.6483, 39.0793, "Donets, mid-valley, near Lobacheve (W) and Zhovte (E)"),
    (48.6339, 39.0682, "Donets, bow to the E bank, near Lobacheve (W) and Zhovte (E)"),
    (48.6430, 39.0470, "Donets, mid-valley, near Lobacheve (W) and Zhovte (E)"),
    (48.6562, 39.0443, "Donets, bow to the W bank, near Lobacheve (W) and Zhovte (E)"),
    (48.6605, 39.0217, "Donets, mid-valley, near Lobacheve (W) and Slovianoserbsk (E)"),
    (48.6753, 39.0008, "Donets, bow to the E bank, near Slovianoserbsk (E)"),
    (48.6887, 39.0123, "Donets, mid-valley, near Slovianoserbsk (E)"),
    (48.7050, 39.0137, "Donets, bow to the W bank, near Trokhizbenka (W) and Slovianoserbsk (E)"),
    (48.7078, 38.9921, "Donets, mid-valley, near Trokhizbenka (W) and Slovianoserbsk (E)"),
    (48.7187, 38.9774, "Donets, bow to the E bank, near Trokhizbenka (W) and Krasnyi Lyman (Slovianoserbsk) (E)"),
    (48.7312, 38.9832, "Donets, mid-valley, near Trokhizbenka (W) and Krasnyi Lyman (Slovianoserbsk) (E)"),
    (48.7495, 38.9703, "Donets, bow to the W bank, near Trokhizbenka (W) and Krasnyi Lyman (Slovianoserbsk) (E)"),
    (48.7364, 38.9486, "Donets, mid-valley, near Trokhizbenka (W) and Pryshyb (E)"),
    (48.7300, 38.9281, "Donets, bow to the E bank, near Trokhizbenka (W) and Pryshyb (E)"),
    (48.7449, 38.9207, "Donets, mid-valley, near Kriakivka (W) and Pryshyb (E)"),
    (48.7604, 38.9028, "Donets, bow to the W bank, near Kriakivka (W) and Pryshyb (E)"),
    (48.7503, 38.8796, "Donets, mid-valley, near Kriakivka (W) and Sokilnyky (E)"),
    (48.7400, 38.8588, "Donets, bow to the E bank, near Kriakivka (W) and Sokilnyky (E)"),
    (48.7492, 38.8353, "Donets, north of Sokilnyky (E)"),
    # --- Off the river: the Krymske bridgehead, the Bakhmutka road, Zolote
    (48.7440, 38.8200, "leaves the river, east of Krymske (W)"),
    (48.7360, 38.8050, "between Krymske (W) and Zholobok (E)"),
    (48.7355, 38.7860, "between Krymske (W) and Zholobok (E)"),
    (48.7290, 38.7650, "south-west of Krymske (W), west of Zholobok (E)"),
    (48.7290, 38.7420, "north of Sentianivka (E)"),
    (48.7210, 38.7200, "the Bakhmutka road, north-west of Sentianivka (E)"),
    (48.7180, 38.6980, "the Bakhmutka road, north-east of Donetskyi (E)"),
    (48.7150, 38.6740, "north of Donetskyi (E)"),
    (48.7080, 38.6550, "between Novotoshkivske (W) and Donetskyi (E)"),
    (48.7040, 38.6330, "south of Novotoshkivske (W)"),
    (48.7060, 38.6090, "south-west of Novotoshkivske (W)"),
    (48.6990, 38.5880, "between Hirske (W) and Holubivka, formerly Kirovsk (E)"),
    (48.6900, 38.5710, "east of Zolote (W)"),
    (48.6780, 38.5600, "south-east of Zolote (W)"),
    (48.6670, 38.5450, "the Zolote disengagement area, east edge"),
    (48.6635, 38.5220, "between Zolote-4 (W) and Zolote-5, Mykhailivka (E)"),
    (48.6580, 38.5010, "between Zolote (W) and Pervomaisk (E)"),
    (48.6530, 38.4780, "south-east of Katerynivka (W)"),
    # --- Popasna and Pervomaisk, then south to the Svitlodarsk bulge
    (48.6500, 38.4540, "between Katerynivka (W) and Molodizhne (E)"),
    (48.6390, 38.4390, "between Popasna (W) and Molodizhne (E)"),
    (48.6260, 38.4420, "between Popasna (W) and Pervomaisk (E)"),
    (48.6150, 38.4560, "between Novooleksandrivka (W) and Pervomaisk (E)"),
    (48.6020, 38.4590, "between Novooleksandrivka (W) and Kalynove-Borshchuvate (E)"),
    (48.5930, 38.4440, "west of Kalynove-Borshchuvate (E)"),
    (48.5810, 38.4330, "south-west of Kalynove-Borshchuvate (E)"),
    (48.5690, 38.4150, "between Novozvanivka (W) and Kalynove (E)"),
    (48.5560, 38.4000, "between Novozvanivka (W) and Kalynove (E)"),
    (48.5410, 38.3990, "north-east of Troitske (W)"),
    (48.5270, 38.4080, "between Troitske (W) and Veselohorivka (E)"),
    (48.5130, 38.4020, "between Troitske (W) and Veselohorivka (E)"),
    (48.5020, 38.3860, "west of Veselohorivka (E)"),
    (48.4920, 38.3670, "south of Troitske (W)"),
    (48.4790, 38.3520, "between Myronivskyi (W) and Sanzharivka (E)"),
    (48.4650, 38.3480, "north-west of Sanzharivka (E)"),
    (48.4520, 38.3560, "between Myronivskyi (W) and Sanzharivka (E)"),
    (48.4400, 38.3480, "the Svitlodarsk bulge, east side"),
    (48.4310, 38.3290, "between Luhanske (W) and Lohvynove (E)"),
    (48.4220, 38.3090, "between Luhanske (W) and Lohvynove (E)"),
    (48.4110, 38.2930, "between Luhanske (W) and Kalynivka (E)"),
    (48.4050, 38.2710, "between Svitlodarsk (W) and Kalynivka (E)"),
    (48.4080, 38.2470, "the Vuhlehirske reservoir, south of Svitlodarsk (W)"),
    (48.4040, 38.2240, "the Vuhlehirske reservoir, south of Svitlodarsk (W)"),
    (48.4120, 38.2060, "south-east of Novoluhanske (W)"),
    (48.4140, 38.1830, "between Novoluhanske (W) and Dolomitne (E)"),
    # --- Around Horlivka
    (48.4130, 38.1600, "north-west of Dolomitne (E)"),
    (48.4050, 38.1420, "south of Travneve (W)"),
    (48.4045, 38.1185, "between Hladosove (W) and Holmivskyi (E)"),
    (48.4119, 38.0980, "between Hladosove (W) and Holmivskyi (E)"),
    (48.4169, 38.0769, "north of Holmivskyi (E)"),
    (48.4090, 38.0590, "between Zaitseve (divided) and Holmivskyi (E)"),
    (48.3970, 38.0480, "east of Zaitseve (divided)"),
    (48.3870, 38.0330, "through the south of Zaitseve (divided)"),
    (48.3850, 38.0110, "between Zaitseve (divided) and Mykytivka, Horlivka (E)"),
    (48.3790, 37.9910, "the crossing point at Maiorsk (W)"),
    (48.3670, 37.9800, "between Maiorsk (W) and Horlivka (E)"),
    (48.3550, 37.9690, "between Pivdenne (W) and Horlivka (E)"),
    (48.3420, 37.9640, "between Pivdenne (W) and Horlivka (E)"),
    (48.3290, 37.9570, "west of Horlivka (E)"),
    (48.3180, 37.9430, "between Niu-York (W) and Horlivka (E)"),
    (48.3050, 37.9340, "between Niu-York (W) and Horlivka (E)"),
    (48.2920, 37.9410, "between Niu-York (W) and Shyroka Balka (E)"),
    (48.2790, 37.9420, "between Niu-York (W) and Ozerianivka (E)"),
    (48.2660, 37.9340, "south-west of Ozerianivka (E)"),
    (48.2530, 37.9280, "north-east of Verkhnotoretske (W)"),
    (48.2400, 37.9220, "between Verkhnotoretske (W) and Panteleimonivka (E)"),
    # --- Verkhnotoretske, Avdiivka and the Donetsk airport
    (48.2280, 37.9080, "east edge of Verkhnotoretske (W)"),
    (48.2160, 37.8940, "between Verkhnotoretske (W) and Betmanove, Krasnyi Partyzan (E)"),
    (48.2080, 37.8740, "south of Verkhnotoretske (W)"),
    (48.1970, 37.8580, "between Novoselivka Druha (W) and Vasylivka (E)"),
    (48.1840, 37.8540, "between Kamianka (W) and Vasylivka (E)"),
    (48.1710, 37.8480, "between Kamianka (W) and Kruta Balka (E)"),
    (48.1600, 37.8330, "north-west of Kruta Balka (E)"),
    (48.1480, 37.8210, "the Donetsk filter station, between Avdiivka (W) and Yasynuvata (E)"),
    (48.1360, 37.8110, "between Avdiivka (W) and Yasynuvata (E)"),
    (48.1250, 37.7950, "between Avdiivka (W) and Yasynuvata (E)"),
    (48.1130, 37.7850, "south-east of Avdiivka (W)"),
    (48.1020, 37.7720, "between Avdiivka (W) and Spartak (E)"),
    (48.0950, 37.7520, "north-west of Spartak (E)"),
    (48.0860, 37.7350, "between Opytne (W) and the Donetsk airport (E)"),
    (48.0830, 37.7120, "south-west of Opytne (W)"),
    (48.0720, 37.7000, "north-west of Vesele (E)"),
    (48.0600, 37.7020, "between Pisky (W) and Vesele (E)"),
    (48.0500, 37.6900, "south-east of Pisky (W)"),
    (48.0410, 37.6700, "between Pisky (W) and Donetsk (E)"),
    # --- The western edge of Donetsk
    (48.0390, 37.6470, "between Vodiane (W) and Donetsk (E)"),
    (48.0320, 37.6270, "between Nevelske (W) and Lozove (E)"),
    (48.0330, 37.6040, "between Nevelske (W) and Lozove (E)"),
    (48.0270, 37.5840, "between Nevelske (W) and Staromykhailivka (E)"),
    (48.0160, 37.5680, "between Krasnohorivka (W) and Staromykhailivka (E)"),
    (48.0030, 37.5550, "between Krasnohorivka (W) and Staromykhailivka (E)"),
    (47.9890, 37.5570, "south-west of Staromykhailivka (E)"),
    (47.9760, 37.5500, "south-west of Staromykhailivka (E)"),
    (47.9640, 37.5380, "north-east of Marinka (W)"),
    (47.9510, 37.5310, "between Marinka (W) and Trudivski (E)"),
    (47.9380, 37.5330, "between Marinka (W) and Oleksandrivka (E)"),
    (47.9260, 37.5460, "west of Oleksandrivka (E)"),
    (47.9120, 37.5500, "south-west of Oleksandrivka (E)"),
    (47.8980, 37.5430, "between Pobieda (W) and Oleksandrivka (E)"),
    (47.8840, 37.5370, "north-east of Pobieda (W)"),
    (47.8700, 37.5410, "between Pobieda (W) and Signalne (E)"),
    (47.8570, 37.5530, "between Novomykhailivka (W) and Signalne (E)"),
    (47.8440, 37.5650, "south-west of Signalne (E)"),
    (47.8350, 37.5840, "between Slavne (W) and Olenivka (E)"),
    # --- Dokuchaievsk, Novotroitske, the Petrivske disengagement area
    (47.8250, 37.6020, "between Slavne (W) and Olenivka (E)"),
    (47.8110, 37.6110, "south-west of Olenivka (E), the crossing point of Novotroitske"),
    (47.7980, 37.6040, "between Berezove (W) and Olenivka (E)"),
    (47.7850, 37.6100, "between Berezove (W) and Dokuchaievsk (E)"),
    (47.7730, 37.6260, "between Berezove (W) and Dokuchaievsk (E)"),
    (47.7590, 37.6300, "west of Dokuchaievsk (E)"),
    (47.7450, 37.6240, "between Novotroitske (W) and Dokuchaievsk (E)"),
    (47.7330, 37.6370, "between Novotroitske (W) and Dokuchaievsk (E)"),
    (47.7230, 37.6560, "south-west of Dokuchaievsk (E)"),
    (47.7110, 37.6700, "south of Dokuchaievsk (E)"),
    (47.7000, 37.6860, "between Novotroitske (W) and Styla (E)"),
    (47.6870, 37.6990, "between Bohdanivka (W) and Styla (E)"),
    (47.6730, 37.7030, "between Bohdanivka (W) and Styla (E)"),
    (47.6600, 37.7130, "the Petrivske disengagement area: Bohdanivka (W), Petrivske (E)"),
    (47.6460, 37.7190, "the Petrivske disengagement area: Bohdanivka (W), Petrivske (E)"),
    (47.6320, 37.7170, "south-east of Bohdanivka (W)"),
    # --- South to the Kalmius
    (47.6190, 37.7280, "between Buhas (W) and Petrivske (E)"),
    (47.6080, 37.7450, "between Buhas (W) and Petrivske (E)"),
    (47.5950, 37.7560, "north of Starohnativka (W)"),
    (47.5830, 37.7720, "north of Starohnativka (W)"),
    (47.5710, 37.7890, "north-east of Starohnativka (W)"),
    (47.5580, 37.8010, "between Starohnativka (W) and Starolaspa (E)"),
    (47.5440, 37.8130, "between Starohnativka (W) and Starolaspa (E)"),
    (47.5300, 37.8240, "south-east of Starohnativka (W)"),
    # --- The Kalmius, from Hranitne to Orlivske: the river divides the sides; windings schematic
    (47.5160, 37.8390, "reaches the Kalmius, south-east of Starohnativka (W)"),
    (47.5020, 37.8344, "Kalmius, bow to the W bank, near Hranitne (W)"),
    (47.4964, 37.8541, "Kalmius, mid-valley, near Hranitne (W)"),
    (47.4902, 37.8769, "Kalmius, bow to the E bank, near Hranitne (W)"),
    (47.4747, 37.8735, "Kalmius, mid-valley, near Hranitne (W)"),
    (47.4638, 37.8705, "Kalmius, bow to the W bank, near Hranitne (W)"),
    (47.4567, 37.8848, "Kalmius, mid-valley, near Hranitne (W)"),
    (47.4401, 37.8937, "Kalmius, bow to the E bank, near Hranitne (W)"),
    (47.4324, 37.8723, "Kalmius, mid-valley, near Hranitne (W)"),
    (47.4268, 37.8523, "Kalmius, bow to the W bank, near Hranitne (W)"),
    (47.4128, 37.8572, "Kalmius, mid-valley, near Hranitne (W)"),
    (47.3983, 37.8667, "Kalmius, bow to the E bank, near Hranitne (W)"),
    (47.3878, 37.8476, "Kalmius, mid-valley"),
    (47.3792, 37.8327, "Kalmius, bow to the W bank"),
    (47.3678, 37.8436, "Kalmius, mid-valley, near Chermalyk (W)"),
    (47.3542, 37.8571, "Kalmius, bow to the E bank, near Chermalyk (W)"),
    (47.3442, 37.8383, "Kalmius, mid-valley, near Chermalyk (W)"),
    (47.3367, 37.8208, "Kalmius, bow to the W bank, near Chermalyk (W)"),
    (47.3231, 37.8287, "Kalmius, mid-valley, near Chermalyk (W)"),
    (47.3093, 37.8419, "Kalmius, bow to the E bank, near Chermalyk (W)"),
    (47.2975, 37.8247, "Kalmius, mid-valley, near Chermalyk (W)"),
    (47.2915, 37.8096, "Kalmius, bow to the W bank, near Orlivske (W)"),
    (47.2790, 37.8130, "leaves the Kalmius, between Orlivske (W) and Pavlopil (W)"),
    # --- Off the Kalmius to the sea
    (47.2630, 37.8080, "east of Pavlopil (W)"),
    (47.2500, 37.8200, "between Pavlopil (W) and Khreshchatytske (E)"),
    (47.2370, 37.8260, "east of Pyshchevyk (W)"),
    (47.2250, 37.8130, "south-east of Pyshchevyk (W)"),
    (47.2130, 37.8000, "between Hnutove (W) and Pikuzy (E)"),
    (47.1990, 37.7960, "between Talakivka (W) and Pikuzy (E)"),
    (47.1870, 37.7860, "between Talakivka (W) and Pikuzy (E)"),
    (47.1740, 37.7850, "west of Pikuzy (E)"),
    (47.1620, 37.7970, "between Vodiane (W) and Pikuzy (E)"),
    (47.1490, 37.8060, "between Vodiane (W) and Zaichenko (E)"),
    (47.1350, 37.8080, "between Lebedynske (W) and Sakhanka (E)"),
    (47.1230, 37.8220, "between Shyrokyne (on the line) and Sakhanka (E)"),
    (47.1100, 37.8330, "north-east of Shyrokyne (on the line)"),
    (47.0990, 37.8480, "Sea of Azov, the shore east of Shyrokyne"),
]


@dataclass(frozen=True)
class Town:
    """One row of the towns file: W, E or ON."""

    name: str
    lat: float
    lon: float
    side: str
    position: str


def read_towns(path: Path = TOWNS) -> list[Town]:
    """Read the towns and their sides."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [
            Town(row["name"], float(row["lat"]), float(row["lon"]), row["side"], row["position"])
            for row in csv.DictReader(handle)
        ]


# One flat frame for all plain geometry: kilometres east and north of 48 N 38.3 E. Over this area it is true
# to better than two per cent, which is all that sides and clearances need; lengths are geodesic.
_LAT0, _LON0 = 48.0, 38.3
_KM_NORTH = 111.19
_KM_EAST = 111.32 * math.cos(math.radians(_LAT0))


def to_km(lon: float, lat: float) -> Pair:
    """Degrees to kilometres in the flat frame."""
    return (lon - _LON0) * _KM_EAST, (lat - _LAT0) * _KM_NORTH


def to_degrees(x: float, y: float) -> Pair:
    """Kilometres in the flat frame to longitude and latitude."""
    return x / _KM_EAST + _LON0, y / _KM_NORTH + _LAT0


def _lerp(p: Pair, q: Pair, start: float, end: float, t: float) -> Pair:
    w = (t - start) / (end - start)
    return p[0] + w * (q[0] - p[0]), p[1] + w * (q[1] - p[1])


def catmull_rom(points: list[Pair], pieces: int = 40) -> list[Pair]:
    """Centripetal Catmull-Rom through all points: it makes no loops and no cusps within a segment."""
    before = (2 * points[0][0] - points[1][0], 2 * points[0][1] - points[1][1])
    after = (2 * points[-1][0] - points[-2][0], 2 * points[-1][1] - points[-2][1])
    padded = [before, *points, after]
    curve = [points[0]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        t0 = 0.0
        t1 = t0 + math.sqrt(math.dist(p0, p1))
        t2 = t1 + math.sqrt(math.dist(p1, p2))
        t3 = t2 + math.sqrt(math.dist(p2, p3))
        for n in range(1, pieces + 1):
            t = t1 + (t2 - t1) * n / pieces
            a1, a2, a3 = _lerp(p0, p1, t0, t1, t), _lerp(p1, p2, t1, t2, t), _lerp(p2, p3, t2, t3, t)
            b1, b2 = _lerp(a1, a2, t0, t2, t), _lerp(a2, a3, t1, t3, t)
            curve.append(_lerp(b1, b2, t1, t2, t))
    return curve


def even_steps(curve: list[Pair], step: float) -> list[Pair]:
    """Cut a dense curve into equal steps; both ends stay."""
    line = LineString(curve)
    count = max(1, round(line.length / step))
    inner = [line.interpolate(n / count, normalized=True) for n in range(1, count)]
    return [curve[0], *((p.x, p.y) for p in inner), curve[-1]]


def build_line() -> list[Pair]:
    """Longitude and latitude of every vertex of the finished line."""
    km = [to_km(lon, lat) for lat, lon, _ in CONTROL_POINTS]
    vertices = [to_degrees(*p) for p in even_steps(catmull_rom(km), STEP_KM)]
    return [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in vertices]


def length_km(line: list[Pair]) -> float:
    """Geodesic length on WGS 84."""
    return GEOD.line_length(*zip(*line, strict=True)) / 1000


def east_side(line: list[Pair]) -> Polygon:
    """The plane east of the line: from its southern end out to sea, east, and back to the border through Russia."""
    south = (line[-1][0], 46.5)
    return Polygon([*line, south, (41.0, 46.5), (41.0, line[0][1])])


def side_of(lon: float, lat: float, east: Polygon) -> str:
    """W or E, by which part of the plane holds the place."""
    return "E" if east.contains(Point(lon, lat)) else "W"


def distance_km(lon: float, lat: float, line: list[Pair]) -> float:
    """Geodesic distance from a place to the nearest point of the line."""
    flat = LineString([to_km(*p) for p in line])
    near = nearest_points(flat, Point(to_km(lon, lat)))[0]
    return GEOD.inv(lon, lat, *to_degrees(near.x, near.y))[2] / 1000


def problems(line: list[Pair], towns: list[Town]) -> list[str]:
    """Everything that is wrong with the line, in words; empty when all is well."""
    found = []
    if not LineString(line).is_simple:
        found.append("the line crosses itself")
    east = east_side(line)
    for town in towns:
        gap = distance_km(town.lon, town.lat, line)
        if town.side == "ON":
            if gap > ON_TOLERANCE_KM:
                found.append(f"{town.name}: listed as on the line, but {gap:.1f} km from it")
        elif side_of(town.lon, town.lat, east) != town.side:
            found.append(f"{town.name}: listed as {town.side}, but {gap:.1f} km on the other side")
    return found


def feature_collection(line: list[Pair]) -> dict:
    """The layer as GeoJSON (RFC 7946)."""
    properties = {
        "name": "contact_line",
        "label": "Approximate line of contact, January 2022",
        "as_of": AS_OF,
        "certainty": "approximate",
        "accuracy_km": ACCURACY_KM,
        "accuracy_note": (
            "About 2 km beside listed places; 3 to 4 km from Styla to Hranitne, from Troitske to Luhanske, and where "
            "river windings are schematic."
        ),
        "length_km": round(length_km(line), 1),
        "method": (
            "Drawn for this project: control points were placed between the nearest places that published lists put "
            "on the two sides, or on the river where a river divides them, then joined by a smooth curve and cut into "
            "steps of 1.25 km. No vertex was taken from another map's line. Every place of the towns file lies on its "
            "side; between places the line is interpolated. Windings along the Siverskyi Donets and the Kalmius are "
            "schematic. It is not a survey and not a line of trenches."
        ),
        "sources": [
            "OSCE Special Monitoring Mission to Ukraine, daily reports: wording per settlement "
            "(government-controlled, non-government-controlled), to January 2022",
            "Cabinet of Ministers of Ukraine, order 1085-r of 7 November 2014 with its amendments: settlements on the "
            "contact line and settlements not under government control",
            "President of Ukraine, decree 32/2019 of 7 February 2019: list of temporarily occupied districts, towns "
            "and villages in Donetsk and Luhansk oblasts",
            "UN OCHA Ukraine: names of the entry and exit crossing points on the contact line",
            "GeoNames (CC BY 4.0): positions of places; about fifty villages at positions estimated by this project",
        ],
        "licence": "CC BY 4.0",
        "attribution": "Line: geomap project. Positions of places: GeoNames, CC BY 4.0",
    }
    return {
        "type": "FeatureCollection",
        "name": "contact_line",
        "features": [
            {
                "type": "Feature",
                "id": "contact_line",
                "properties": properties,
                "geometry": {"type": "LineString", "coordinates": [list(p) for p in line]},
            }
        ],
    }


def to_text(collection: dict) -> str:
    """JSON with one vertex a line, so that a change of one bend is a small diff."""
    feature = collection["features"][0]
    vertices = feature["geometry"]["coordinates"]
    shell = json.loads(json.dumps(collection))
    shell["features"][0]["geometry"]["coordinates"] = "@"
    text = json.dumps(shell, ensure_ascii=False, indent=2)
    rows = ",\n".join(f"          [{lon:.{DECIMALS}f}, {lat:.{DECIMALS}f}]" for lon, lat in vertices)
    return text.replace('"@"', f"[\n{rows}\n        ]") + "\n"


def report(line: list[Pair], towns: list[Town]) -> None:
    """Print length, spacing and the places nearest to the line."""
    steps = [GEOD.inv(*a, *b)[2] / 1000 for a, b in itertools.pairwise(line)]
    sides = {side: sum(t.side == side for t in towns) for side in ("W", "E", "ON")}
    print(f"length {length_km(line):.1f} km, {len(line)} vertices, {len(CONTROL_POINTS)} control points")
    print(f"steps {min(steps):.2f} to {max(steps):.2f} km")
    print(f"towns {len(towns)}: " + ", ".join(f"{n} {side}" for side, n in sides.items()))
    gaps = [(distance_km(t.lon, t.lat, line), t) for t in towns if t.side != "ON"]
    for gap, town in sorted(gaps, key=lambda pair: pair[0])[:25]:
        print(f"  {gap:5.2f} km  {town.side}  {town.name} ({town.position})")


def main() -> int:
    """Build, check, then write or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the file on disk, write nothing")
    args = parser.parse_args()
    line, towns = build_line(), read_towns()
    wrong = problems(line, towns)
    for text in wrong:
        print(f"wrong: {text}", file=sys.stderr)
    if wrong:
        return 1
    text = to_text(feature_collection(line))
    if args.check:
        if not LAYER.exists() or LAYER.read_text(encoding="utf-8") != text:
            print(f"{LAYER.relative_to(ROOT)} is not what this script builds; run it without --check", file=sys.stderr)
            return 1
    else:
        LAYER.write_text(text, encoding="utf-8", newline="\n")
    report(line, towns)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
