"""What first-level regions are called: English names as newspapers write them, and names in other languages.

Natural Earth's names are those of 2017 and before, in romanisations of many kinds. Rows are added here as they are
found wrong, and only where we are sure.
"""

from __future__ import annotations

import re

NO_REGIONS = frozenset({"AQ", "SJ"})  # ground without first-level regions that a map should name
_NO_NAME = re.compile(r"^[A-Z]{3}-\d\d ")  # "EGY-99 (Egypt minor island)"
_ROMANIAN = ("MDA-", "ROU-")
_COMMAS = str.maketrans("ŞşŢţ", "ȘșȚț")  # a cedilla is another language's
_SIGNS = str.maketrans("", "", "'’‘`ʼʻ")

ENGLISH = {
    # These have the name of another one there: GeoNames has the towns in them in the division that is named here.
    "AFG-1753": "Daykundi", "AFG-1769": "Panjshir", "ALB-1529": "Tirana", "ECU-1289": "Tungurahua", "ECU-1290": "Napo",
    "ERI-1561": "Maekel", "ERI-1562": "Northern Red Sea", "ERI-1563": "Anseba", "ERI-1564": "Debub",
    "ERI-1565": "Southern Red Sea", "ETH-3131": "Oromia", "GUY-671": "East Berbice-Corentyne",
    "GUY-673": "Upper Demerara-Berbice", "GUY-677": "Demerara-Mahaica", "GUY-678": "Essequibo Islands-West Demerara",
    "GUY-679": "Mahaica-Berbice", "NIC-4800": "Río San Juan", "PER-573": "Puno", "PRY-607": "Central",
    "VNM-462": "Hà Nội",
    "POL-3140": "Pomerania", "POL-3141": "Lower Silesia", "POL-3142": "West Pomerania", "POL-3145": "Kuyavia-Pomerania",
    "POL-3146": "Silesia", "POL-3148": "Mazovia", "POL-3150": "Podlasie", "POL-3152": "Subcarpathia",
    "POL-3139": "Warmia-Mazuria", "SWE-183": "Örebro",
    "BLR-2339": "Gomel", "BLR-2340": "Mogilev", "BLR-2341": "Vitebsk", "BLR-2344": "Grodno", "BLR-4825": "Minsk City",
    # Compass points are in English where the rest of the name is, or where there is no rest.
    "CMR-1480": "Centre", "CMR-1481": "East", "CMR-1462": "Far North", "CMR-1483": "North", "CMR-1477": "North-West",
    "CMR-798": "West", "CMR-803": "South", "CMR-799": "South-West",
    "COD-1883": "Kongo Central", "COD-1898": "North Kivu", "COD-1894": "South Kivu", "COD-1872": "Kasaï-Occidental",
    "HTI-1387": "North", "HTI-1386": "North-East", "HTI-1361": "North-West", "HTI-1388": "West", "HTI-1362": "South",
    "HTI-1389": "South-East", "NCL-559": "North Province", "NCL-1259": "South Province",
    # With the letters of Romanian, which Natural Earth leaves out.
    "ROU-302": "Argeș", "ROU-312": "Bacău", "ROU-295": "Bistrița-Năsăud", "ROU-287": "Botoșani", "ROU-313": "Brăila",
    "ROU-305": "Brașov", "ROU-314": "Buzău", "ROU-129": "Călărași", "ROU-278": "Caraș-Severin", "ROU-133": "Constanța",
    "ROU-130": "Dâmbovița", "ROU-315": "Galați", "ROU-132": "Ialomița", "ROU-308": "Iași", "ROU-298": "Maramureș",
    "ROU-124": "Mehedinți", "ROU-299": "Mureș", "ROU-309": "Neamț", "ROU-300": "Sălaj", "ROU-280": "Timiș",
    "MDA-1632": "Călărași", "MDA-1649": "Căușeni", "MDA-1614": "Dondușeni", "MDA-1639": "Hîncești",
    "MDA-1651": "Ștefan Vodă",
    "RUS-2279": "Adygea", "RUS-2280": "Karachay-Cherkessia", "RUS-2303": "Ingushetia", "RUS-2304": "Kabardino-Balkaria",
    "RUS-2321": "Chukotka", "RUS-2337": "Saint Petersburg", "RUS-2357": "Nizhny Novgorod", "RUS-2364": "Moscow Oblast",
    "RUS-2365": "Moscow", "RUS-2366": "Oryol", "RUS-2382": "Yamalo-Nenets", "RUS-2385": "Mari El",
    "RUS-2387": "Udmurtia", "RUS-2389": "Chuvashia", "RUS-2390": "Kalmykia", "RUS-2396": "Khanty-Mansi",
    "RUS-2399": "Altai Krai", "RUS-2400": "Altai Republic", "RUS-2402": "Khakassia", "RUS-2606": "Buryatia",
    "RUS-2610": "Zabaykalsky", "RUS-2611": "Primorsky", "RUS-2612": "Sakha", "RUS-2613": "Jewish Autonomous Oblast",
    "RUS-2615": "Magadan",
    "SYR-113": "Hasakah",
    "UKR-284": "Mykolaiv", "UKR-289": "Ivano-Frankivsk", "UKR-290": "Khmelnytskyi", "UKR-291": "Lviv",
    "UKR-292": "Ternopil", "UKR-293": "Zakarpattia", "UKR-321": "Kyiv", "UKR-322": "Odesa", "UKR-323": "Vinnytsia",
    "UKR-326": "Dnipropetrovsk", "UKR-327": "Donetsk", "UKR-329": "Luhansk", "UKR-331": "Zaporizhzhia",
    "UKR-4826": "Kyiv City", "UKR-4827": "Kherson",
}  # fmt: skip

_UK = {
    "RUS-283": "Крим", "RUS-5482": "Севастополь",
    "UKR-284": "Миколаївська", "UKR-285": "Чернігівська", "UKR-286": "Рівненська", "UKR-288": "Чернівецька",
    "UKR-289": "Івано-Франківська", "UKR-290": "Хмельницька", "UKR-291": "Львівська", "UKR-292": "Тернопільська",
    "UKR-293": "Закарпатська", "UKR-318": "Волинська", "UKR-319": "Черкаська", "UKR-320": "Кіровоградська",
    "UKR-321": "Київська", "UKR-322": "Одеська", "UKR-323": "Вінницька", "UKR-324": "Житомирська",
    "UKR-325": "Сумська", "UKR-326": "Дніпропетровська", "UKR-327": "Донецька", "UKR-328": "Харківська",
    "UKR-329": "Луганська", "UKR-330": "Полтавська", "UKR-331": "Запорізька", "UKR-4826": "Київ",
    "UKR-4827": "Херсонська",
    "RUS-2342": "Брянська", "RUS-2343": "Смоленська", "RUS-2362": "Курська", "RUS-2367": "Ростовська",
    "RUS-2370": "Бєлгородська", "RUS-2371": "Краснодарський край", "RUS-2377": "Воронезька",
}  # fmt: skip
_RU = {
    "RUS-283": "Крым", "RUS-5482": "Севастополь",
    "UKR-284": "Николаевская", "UKR-285": "Черниговская", "UKR-286": "Ровненская", "UKR-288": "Черновицкая",
    "UKR-289": "Ивано-Франковская", "UKR-290": "Хмельницкая", "UKR-291": "Львовская", "UKR-292": "Тернопольская",
    "UKR-293": "Закарпатская", "UKR-318": "Волынская", "UKR-319": "Черкасская", "UKR-320": "Кировоградская",
    "UKR-321": "Киевская", "UKR-322": "Одесская", "UKR-323": "Винницкая", "UKR-324": "Житомирская",
    "UKR-325": "Сумская", "UKR-326": "Днепропетровская", "UKR-327": "Донецкая", "UKR-328": "Харьковская",
    "UKR-329": "Луганская", "UKR-330": "Полтавская", "UKR-331": "Запорожская", "UKR-4826": "Киев",
    "UKR-4827": "Херсонская",
    "BLR-2338": "Брестская", "BLR-2339": "Гомельская", "BLR-2340": "Могилёвская", "BLR-2341": "Витебская",
    "BLR-2344": "Гродненская", "BLR-2345": "Минская",
    "RUS-2324": "Калининградская", "RUS-2333": "Мурманская", "RUS-2334": "Новгородская", "RUS-2335": "Псковская",
    "RUS-2336": "Ленинградская", "RUS-2337": "Санкт-Петербург", "RUS-2342": "Брянская", "RUS-2343": "Смоленская",
    "RUS-2353": "Карелия", "RUS-2358": "Тверская", "RUS-2361": "Калужская", "RUS-2362": "Курская",
    "RUS-2363": "Липецкая", "RUS-2364": "Московская", "RUS-2365": "Москва", "RUS-2366": "Орловская",
    "RUS-2367": "Ростовская", "RUS-2368": "Тульская", "RUS-2369": "Волгоградская", "RUS-2370": "Белгородская",
    "RUS-2371": "Краснодарский край", "RUS-2374": "Рязанская", "RUS-2375": "Тамбовская", "RUS-2377": "Воронежская",
    "RUS-2393": "Саратовская", "RUS-2306": "Ставропольский край", "RUS-2390": "Калмыкия", "RUS-2416": "Чечня",
    "RUS-2417": "Дагестан",
}  # fmt: skip
_IN_LANGUAGES = {"uk": _UK, "ru": _RU}


def tidy(name: str) -> str:
    """A name of Natural Earth without signs of romanisation; none for what is no region's."""
    if _NO_NAME.match(name):
        return ""
    return " ".join(name.partition(" (")[0].partition("|")[0].translate(_SIGNS).split())


def english(code: str, name: str) -> str:
    """A region as an English map has it, by its code and its name in Natural Earth."""
    return ENGLISH.get(code) or (tidy(name).translate(_COMMAS) if code.startswith(_ROMANIAN) else tidy(name))


def in_languages(code: str) -> dict[str, str]:
    """The names in other languages, by their two letters."""
    return {lang: names[code] for lang, names in _IN_LANGUAGES.items() if code in names}
