"""What the source does not say, declared: who areas without a code are, pieces with a code of their own, names.

Boxes are west, south, east, north; points lon, lat; degrees, WGS 84.
"""

# Areas of the source that have no UN code, and what they are: an ISO code, or a slug of the table of disputed areas.
WITHOUT_CODE = {
    "Kosovo": "kosovo",
    "N. Cyprus": "northern-cyprus",
    "Cyprus U.N. Buffer Zone": "cyprus-buffer-zone",
    "Somaliland": "somaliland",
    "Siachen Glacier": "siachen",
    "Spratly Is.": "spratly-islands",
    "Scarborough Reef": "scarborough-reef",
    "Akrotiri": "GB",  # sovereign base areas of the United Kingdom
    "Dhekelia": "GB",
    "USNB Guantanamo Bay": "CU",  # leased, sovereignty is Cuba's
    "Baikonur": "KZ",  # leased to Russia
    "Indian Ocean Ter.": "CC",  # Cocos and Christmas Islands under one name
    "Coral Sea Is.": "AU",
    "Clipperton I.": "FR",
    "Bajo Nuevo Bank": "CO",  # International Court of Justice, 2012
    "Serranilla Bank": "CO",
}

# Pieces of a country that have a code, or a row in the table of disputed areas, of their own: all that lies in a box.
PIECES = (
    ("RU", "crimea", (32.3, 44.3, 36.7, 46.3)),
    ("MA", "western-sahara-west", (-17.6, 20.5, -8.5, 27.68)),
    ("EH", "western-sahara-east", (-17.6, 20.5, -8.5, 27.68)),
    ("IL", "golan", (35.58, 32.66, 36.0, 33.45)),
    ("FR", "GF", (-55, 2, -51, 6)),
    ("FR", "GP", (-62, 15.8, -61, 16.6)),
    ("FR", "MQ", (-61.3, 14.3, -60.7, 15)),
    ("FR", "RE", (55, -21.5, 56, -20.8)),
    ("FR", "YT", (45, -13.1, 45.4, -12.6)),
    ("NL", "BQ", (-68.6, 12, -62.9, 17.7)),
    ("NO", "SJ", (-10, 70.7, 34, 81)),
    ("NO", "BV", (3, -55, 4, -54)),
    ("NZ", "TK", (-173, -10, -171, -8)),
    ("CC", "CX", (105, -11, 106, -10)),
)

# Too small for 1:50m: taken from 1:10m, so that a country is there at every scale.
ONLY_10M = ("BV", "GI", "TV", "UM", "spratly-islands", "scarborough-reef")

# Line between Palestine and Syria of 1923, from Banias by the Jordan and the shore of Lake Tiberias to the Yarmouk;
# digitised for this map to about 2 km.
GOLAN = (
    (35.63, 33.285), (35.662, 33.245), (35.64, 33.19), (35.635, 33.12), (35.628, 33.06), (35.628, 32.96),
    (35.619, 32.89), (35.642, 32.868), (35.648, 32.82), (35.66, 32.79), (35.672, 32.75), (35.69, 32.72), (35.69, 32.7),
)  # fmt: skip

# Lines that the source does not have, to cut a piece off along; degrees. What overshoots a piece is dropped.
# The north of Western Sahara, 27 degrees 40 minutes, goes on west from the end of the source's own line.
CUTS = {
    "10m": (GOLAN, ((-13.4, 27.6615), (-8.817, 27.6615))),
    "50m": (GOLAN, ((-13.4, 27.6569), (-8.8183, 27.6569))),
}

VATICAN = (12.44, 41.89, 12.47, 41.92)  # too small for the grid of the source: taken from the boundary lines

# English short names where the table of countries has a longer, older or unaccented one.
NAMES = {
    "AX": "Åland Islands", "BL": "Saint Barthélemy", "BQ": "Bonaire, Sint Eustatius and Saba", "CD": "DR Congo",
    "CG": "Congo", "CI": "Côte d’Ivoire", "CV": "Cape Verde", "CW": "Curaçao", "FM": "Micronesia", "MO": "Macau",
    "NL": "Netherlands", "PN": "Pitcairn Islands", "PS": "Palestine", "RE": "Réunion", "ST": "São Tomé and Príncipe",
    "SH": "Saint Helena, Ascension and Tristan da Cunha", "TL": "Timor-Leste", "TR": "Türkiye", "VA": "Vatican City",
    "UM": "U.S. Minor Outlying Islands", "TF": "French Southern and Antarctic Lands",
}  # fmt: skip
DISSOLVED = {"CS", "AN"}  # Serbia and Montenegro, Netherlands Antilles

LAKES_50M = 300  # the largest ones
TOLERANCE = 0.01  # of lakes simplified for 1:50m
