"""Seas, gulfs and oceans: English names and where a name goes. Positions are our own, to about a degree.

Natural Earth's packages hold no named waters. `reach` is the width in degrees that the name may take.
"""

from __future__ import annotations

from typing import NamedTuple


class Sea(NamedTuple):
    """A water and its label point. Degrees, WGS 84."""

    name: str
    lon: float
    lat: float
    reach: float


SEAS = (
    Sea("Sea of Azov", 36.6, 46.1, 3.5),
    Sea("Black Sea", 34.5, 43.3, 9),
    Sea("Caspian Sea", 50.6, 42.0, 3.5),
    Sea("Mediterranean Sea", 18.0, 35.0, 12),
    Sea("Adriatic Sea", 15.7, 42.9, 3),
    Sea("Aegean Sea", 25.2, 38.6, 3),
    Sea("Ionian Sea", 18.6, 38.0, 4),
    Sea("Tyrrhenian Sea", 12.0, 39.9, 5),
    Sea("Baltic Sea", 19.2, 56.6, 4),
    Sea("Gulf of Bothnia", 19.7, 61.9, 3),
    Sea("Gulf of Finland", 26.0, 59.9, 3.5),
    Sea("North Sea", 3.2, 56.2, 7),
    Sea("Norwegian Sea", 3.5, 67.5, 14),
    Sea("Barents Sea", 39.0, 73.5, 18),
    Sea("White Sea", 37.6, 65.6, 3),
    Sea("Kara Sea", 68.0, 75.5, 14),
    Sea("Greenland Sea", -6.0, 76.5, 14),
    Sea("English Channel", -2.0, 49.9, 4),
    Sea("Bay of Biscay", -4.5, 45.3, 5),
    Sea("Irish Sea", -4.9, 53.8, 1.8),
    Sea("Red Sea", 38.2, 20.3, 3.5),
    Sea("Gulf of Aden", 48.2, 12.3, 5),
    Sea("Persian Gulf", 51.5, 27.0, 4.5),
    Sea("Gulf of Oman", 58.9, 24.6, 3),
    Sea("Arabian Sea", 63.0, 16.0, 14),
    Sea("Bay of Bengal", 88.0, 14.5, 10),
    Sea("Andaman Sea", 96.2, 10.8, 4),
    Sea("Gulf of Thailand", 101.3, 9.6, 3.5),
    Sea("South China Sea", 114.0, 13.5, 9),
    Sea("East China Sea", 124.8, 28.8, 6),
    Sea("Yellow Sea", 123.4, 36.0, 4.5),
    Sea("Sea of Japan", 134.8, 40.2, 8),
    Sea("Sea of Okhotsk", 150.0, 53.5, 12),
    Sea("Philippine Sea", 132.0, 20.0, 14),
    Sea("Java Sea", 110.8, -5.2, 7),
    Sea("Banda Sea", 127.5, -5.6, 5),
    Sea("Celebes Sea", 122.3, 3.4, 5),
    Sea("Timor Sea", 127.6, -11.2, 5),
    Sea("Arafura Sea", 136.0, -9.4, 6),
    Sea("Coral Sea", 154.0, -17.0, 11),
    Sea("Tasman Sea", 160.0, -38.0, 13),
    Sea("Bering Sea", -177.0, 58.0, 14),
    Sea("Gulf of Alaska", -146.0, 57.5, 12),
    Sea("Beaufort Sea", -138.0, 72.3, 12),
    Sea("Hudson Bay", -85.5, 60.0, 9),
    Sea("Labrador Sea", -53.0, 57.5, 10),
    Sea("Baffin Bay", -66.5, 73.5, 12),
    Sea("Gulf of Mexico", -91.0, 25.0, 11),
    Sea("Caribbean Sea", -74.0, 15.0, 13),
    Sea("Gulf of Guinea", 3.0, 2.5, 8),
    Sea("Mozambique Channel", 41.0, -19.5, 5),
    Sea("Atlantic Ocean", -40.0, 29.0, 36),
    Sea("Atlantic Ocean", -16.0, -22.0, 30),
    Sea("Pacific Ocean", -150.0, 12.0, 50),
    Sea("Pacific Ocean", -118.0, -22.0, 50),
    Sea("Indian Ocean", 78.0, -20.0, 36),
    Sea("Southern Ocean", 60.0, -58.0, 50),
    Sea("Arctic Ocean", 0.0, 85.0, 60),
)
