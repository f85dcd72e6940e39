"""What headings are called in several languages, by our columns: a proposal to be looked at, never a silent reading.

To add a language or a word, add it here; a word that means two columns belongs to neither.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import cache

from geomap.errors import LONGEST_QUOTE, quote

# By language, where the words tell it: a comma between, small letters, no accents' variants left out.
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "id": "id, code, ref, ref no, reference, uid, key, unit id, site id, event id, site code, no",
        "label": "name, label, title, unit name, site name, unit, base, garrison, site, facility, mission",
        "place": "place, location, town, city, settlement, locality, village, where, place name, nearest town,"
                 " location name, where coordinates",
        "lat": "lat, latitude, y coord, lat dd, geo lat, latitude n, ycoord, y coordinate",
        "lon": "lon, long, lng, longitude, x coord, lon dd, long dd, geo lon, longitude e, xcoord, x coordinate",
        "country": "country, country name, country code, nation, iso, iso2, iso3, iso code",
        "admin": "region, province, oblast, governorate, admin1, adm1, adm 1, admin 1, adm1 name, state province",
        "side": "side, party, faction, belligerent, actor, allegiance, belongs to, operator, command",
        "formations": "formations, formation, unit type, type of unit, type of formation",
        "troops": "troops, soldiers, personnel, strength, headcount, manpower, military personnel, number of troops,"
                  " no of troops, troop strength, est strength, estimated strength, uniformed personnel, men, n troops,"
                  " number of soldiers, total personnel, troop number, troop numbers, estimated troops",
        "troops_min": "min troops, troops low, strength min, strength low, minimum strength",
        "troops_max": "max troops, troops high, strength max, strength high, maximum strength",
        "tanks": "tanks, mbt, mbts, main battle tanks",
        "artillery": "artillery, guns, artillery pieces, howitzers",
        "armored_vehicles": "armored vehicles, armoured vehicles, afv, afvs, ifv, apc, armor, armour",
        "as_of": "as of, date, day, observed, seen, last seen, date seen, date observed, report date, date of report,"
                 " event date, date start, verified, date verified, last verified, observed on",
        "links": "link, links, url, urls, source url, source link, evidence, links to sources",
        "sources": "source, sources, source id",
        "embargo_until": "embargo, embargo until, embargoed until, under embargo until, do not publish before,"
                         " publish after",
    },
    "de": {
        "id": "nr, kennung, kürzel, lfd nr", "label": "bezeichnung, einheit, verband, liegenschaft",
        "place": "ort, standort, stadt, ortschaft, stationierungsort",
        "lat": "breite, breitengrad, geogr breite, geografische breite, geographische breite",
        "lon": "länge, längengrad, geogr länge, geografische länge, geographische länge",
        "country": "land, staat", "admin": "bundesland, provinz, gebiet",
        "side": "seite, partei, konfliktpartei, streitkräfte, zugehörigkeit",
        "troops": "stärke, truppenstärke, soldaten, personal, personalstärke, mannstärke, anzahl soldaten, truppen,"
                  " dienstposten, stärke ca, geschätzte stärke",
        "tanks": "panzer, kampfpanzer", "artillery": "geschütze, artilleriegeschütze",
        "armored_vehicles": "gepanzerte fahrzeuge, schützenpanzer",
        "as_of": "datum, stand, tag, gesichtet, beobachtet, meldedatum", "sources": "quelle, quellen",
        "formations": "verbandsart, truppengattung", "embargo_until": "sperrfrist, sperrfrist bis, embargo bis",
    },
    "fr": {
        "id": "identifiant, réf, référence", "label": "nom, unité, camp militaire",
        "place": "lieu, localité, ville, commune, implantation, emplacement", "country": "pays", "admin": "région",
        "side": "belligérant, appartenance", "lat": "latitude nord", "lon": "longitude est",
        "troops": "effectif, effectifs, soldats, militaires, hommes, troupes, effectif estimé, effectifs estimés,"
                  " nombre de soldats",
        "tanks": "chars, chars de combat", "artillery": "pièces d'artillerie", "armored_vehicles": "blindés,"
                 " véhicules blindés", "as_of": "date d'observation, vu le, observé le, date du constat",
        "links": "lien, liens", "embargo_until": "embargo jusqu'au, sous embargo jusqu'au",
    },
    "es": {
        "id": "código, identificador", "label": "nombre, unidad, base militar",
        "place": "lugar, localidad, ciudad, municipio, población, ubicación", "lat": "latitud", "lon": "longitud",
        "country": "país", "admin": "departamento, región", "side": "bando, parte, facción",
        "troops": "efectivos, tropas, soldados, militares, número de efectivos, personal militar, efectivos estimados",
        "tanks": "tanques, carros de combate", "artillery": "artillería, piezas de artillería",
        "armored_vehicles": "blindados, vehículos blindados", "as_of": "fecha, fecha del informe, visto el",
        "sources": "fuente, fuentes", "links": "enlace, enlaces", "embargo_until": "embargo hasta",
    },
    "pl": {
        "id": "lp, l p", "label": "nazwa, jednostka, jednostka wojskowa",
        "place": "miejsce, miejscowość, miasto, lokalizacja, garnizon, miejsce stacjonowania",
        "lat": "szerokość, szerokość geograficzna, szer geogr, szer geogr n, szerokość geogr",
        "lon": "długość, długość geograficzna, dł geogr, dł geogr e, długość geogr",
        "country": "kraj, państwo", "admin": "województwo, obwód", "side": "strona, strona konfliktu",
        "troops": "liczebność, liczba żołnierzy, żołnierze, stan osobowy, siły",
        "tanks": "czołgi", "artillery": "artyleria", "armored_vehicles": "pojazdy opancerzone, wozy bojowe",
        "as_of": "data, data obserwacji, stan na", "sources": "źródło, źródła", "links": "odnośnik, łącze",
        "embargo_until": "embargo do",
    },
    "ru": {
        "id": "№, № п п", "label": "название, наименование, часть, подразделение, соединение, воинская часть",
        "place": "место, населенный пункт, город, дислокация, место дислокации, пункт дислокации",
        "lat": "широта", "lon": "долгота", "country": "страна, государство", "admin": "область, район",
        "side": "сторона, принадлежность, сторона конфликта",
        "troops": "численность, личный состав, военнослужащие, военнослужащих, солдаты, солдат, кол во солдат, л с,"
                  " количество военнослужащих",
        "tanks": "танки, танков", "artillery": "артиллерия, орудия", "armored_vehicles": "бронетехника, бронемашины,"
                 " ббм", "as_of": "дата, дата наблюдения, по состоянию на",
        "sources": "источник, источники", "links": "ссылка, ссылки",
        "embargo_until": "эмбарго, эмбарго до, не публиковать до",
    },
    "uk": {
        "label": "назва, найменування, підрозділ, частина, з'єднання, військова частина",
        "place": "місце, населений пункт, місто, дислокація, місце дислокації, пункт дислокації",
        "lat": "широта", "lon": "довгота", "country": "країна, держава", "admin": "область",
        "side": "сторона, належність",
        "troops": "чисельність, особовий склад, військовослужбовці, військових, солдати, солдатів, о с,"
                  " кількість військових",
        "tanks": "танки, танків", "artillery": "артилерія, гармати", "armored_vehicles": "бронетехніка, бронемашини,"
                 " ббм", "as_of": "дата, дата спостереження, станом на",
        "sources": "джерело, джерела", "links": "посилання, лінк", "embargo_until": "ембарго, ембарго до,"
                   " не публікувати до",
    },
    "": {  # those in which a map cannot be yet
        "label": "nome, unità, unidade, naam, eenheid, ad, birlik, الاسم, الوحدة, název, jednotka",
        "place": "luogo, località, città, localidade, cidade, plaats, yer, konum, الموقع, المكان, místo, mesto, место",
        "lat": "latitudine, breedtegraad, enlem, خط العرض, zeměpisná šířka, lățime, latitudine nord",
        "lon": "longitudine, lengtegraad, boylam, خط الطول, zeměpisná délka, longitudine est",
        "country": "paese, ülke, البلد, země, țară", "admin": "regione, região, bölge, المحافظة",
        "side": "schieramento, lado, taraf, الجهة, الطرف",
        "troops": "effettivi, soldati, efetivo, efetivos, troepen, manschappen, asker, asker sayısı, mevcut,"
                  " عدد الجنود, القوات, vojáci, počet vojáků",
        "as_of": "data osservazione, tarih, التاريخ, datum pozorování",
        "sources": "fonte, fonti, fontes, kaynak, المصدر",
    },
}  # fmt: skip
_SELDOM_MEANT = frozenset(("id", "links", "sources"))  # which many tables have for themselves
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BETWEEN = re.compile(r"[\W_]+")


def folded(heading: str) -> str:
    """A heading without what writers differ in: letter case, marks between words, what stands in brackets."""
    text = _BRACKETS.sub(" ", heading.casefold().replace("ё", "е").replace("ʼ", "'").replace("’", "'"))
    words = _BETWEEN.sub(" ", text.replace("'", "")).strip()
    return words or _BETWEEN.sub(" ", heading.casefold()).strip() or heading.strip()


@cache
def _columns() -> dict[str, tuple[str, str]]:
    """Our column and the language, by folded words; a word of several languages tells none."""
    found: dict[str, tuple[str, str]] = {}
    for lang, columns in WORDS.items():
        for name, words in columns.items():
            for word in filter(None, map(folded, words.split(","))):
                _, before = found.get(word, (name, lang))
                found[word] = found.get(word, (name, ""))[0], before if before == lang else ""
    return found


def proposed(heading: str) -> str:
    """The column of ours that a heading seems to mean; empty where none is known."""
    return _columns().get(folded(heading), ("", ""))[0]


def proposal(headings: Iterable[str], read: Container[str]) -> str:
    """What to write under `columns` for headings that look like columns of ours that nothing is read as; empty where
    none does.
    """
    found: dict[str, str] = {}
    for heading in headings:
        name = proposed(heading)
        if name and name not in _SELDOM_MEANT and name not in read and len(heading) < LONGEST_QUOTE:
            found.setdefault(name, quote(heading))
    stated = ", ".join(f"{name}: {heading}" for name, heading in found.items())
    return f"write columns: {{{stated}}}" if stated else ""


def language_of(heading: str) -> str:
    """The language that a heading which is known is in; empty where it is in several."""
    return _columns().get(folded(heading), ("", ""))[1]
