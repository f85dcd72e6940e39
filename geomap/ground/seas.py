"""Seas, gulfs and oceans: where a name goes; `wording` has the names. Positions are our own, to about a degree.

Natural Earth's packages hold no named waters. `reach` is the width in degrees that the name may take.
"""

from __future__ import annotations

from typing import NamedTuple


class Sea(NamedTuple):
    """A water and its label point. Degrees, WGS 84."""

    id: str
    lon: float
    lat: float
    reach: float


SEAS = (
    Sea("sea-of-azov", 36.6, 46.1, 3.5),
    Sea("black-sea", 34.5, 43.3, 9),
    Sea("caspian-sea", 50.6, 42.0, 3.5),
    Sea("mediterranean-sea", 18.0, 35.0, 12),
    Sea("adriatic-sea", 15.7, 42.9, 3),
    Sea("aegean-sea", 25.2, 38.6, 3),
    Sea("ionian-sea", 18.6, 38.0, 4),
    Sea("tyrrhenian-sea", 12.0, 39.9, 5),
    Sea("baltic-sea", 19.2, 56.6, 4),
    Sea("gulf-of-bothnia", 19.7, 61.9, 3),
    Sea("gulf-of-finland", 26.0, 59.9, 3.5),
    Sea("north-sea", 3.2, 56.2, 7),
    Sea("norwegian-sea", 3.5, 67.5, 14),
    Sea("barents-sea", 39.0, 73.5, 18),
    Sea("white-sea", 37.6, 65.6, 3),
    Sea("kara-sea", 68.0, 75.5, 14),
    Sea("greenland-sea", -6.0, 76.5, 14),
    Sea("english-channel", -2.0, 49.9, 4),
    Sea("bay-of-biscay", -4.5, 45.3, 5),
    Sea("irish-sea", -4.9, 53.8, 1.8),
    Sea("red-sea", 38.2, 20.3, 3.5),
    Sea("gulf-of-aden", 48.2, 12.3, 5),
    Sea("persian-gulf", 51.5, 27.0, 4.5),
    Sea("gulf-of-oman", 58.9, 24.6, 3),
    Sea("arabian-sea", 63.0, 16.0, 14),
    Sea("bay-of-bengal", 88.0, 14.5, 10),
    Sea("andaman-sea", 96.2, 10.8, 4),
    Sea("gulf-of-thailand", 101.3, 9.6, 3.5),
    Sea("south-china-sea", 114.0, 13.5, 9),
    Sea("east-china-sea", 124.8, 28.8, 6),
    Sea("yellow-sea", 123.4, 36.0, 4.5),
    Sea("sea-of-japan", 134.8, 40.2, 8),
    Sea("sea-of-okhotsk", 150.0, 53.5, 12),
    Sea("philippine-sea", 132.0, 20.0, 14),
    Sea("java-sea", 110.8, -5.2, 7),
    Sea("banda-sea", 127.5, -5.6, 5),
    Sea("celebes-sea", 122.3, 3.4, 5),
    Sea("timor-sea", 127.6, -11.2, 5),
    Sea("arafura-sea", 136.0, -9.4, 6),
    Sea("coral-sea", 154.0, -17.0, 11),
    Sea("tasman-sea", 160.0, -38.0, 13),
    Sea("bering-sea", -177.0, 58.0, 14),
    Sea("gulf-of-alaska", -146.0, 57.5, 12),
    Sea("beaufort-sea", -138.0, 72.3, 12),
    Sea("hudson-bay", -85.5, 60.0, 9),
    Sea("labrador-sea", -53.0, 57.5, 10),
    Sea("baffin-bay", -66.5, 73.5, 12),
    Sea("gulf-of-mexico", -91.0, 25.0, 11),
    Sea("caribbean-sea", -74.0, 15.0, 13),
    Sea("gulf-of-guinea", 3.0, 2.5, 8),
    Sea("mozambique-channel", 41.0, -19.5, 5),
    Sea("atlantic-ocean", -40.0, 29.0, 36),
    Sea("atlantic-ocean", -16.0, -22.0, 30),
    Sea("pacific-ocean", -150.0, 12.0, 50),
    Sea("pacific-ocean", -118.0, -22.0, 50),
    Sea("indian-ocean", 78.0, -20.0, 36),
    Sea("southern-ocean", 60.0, -58.0, 50),
    Sea("arctic-ocean", 0.0, 85.0, 60),
)
