"""Which outline stands for which word of the data: kinds of equipment, and types of formation."""

from __future__ import annotations

from geomap.symbols.vocabulary import drawn_words

# What a pictogram says in either family, by the name of its news outline; in the order of the key.
KINDS = (
    "infantry", "motorized-infantry", "artillery", "rocket-artillery", "armored-vehicle", "tank", "air-defence",
    "helicopter", "air-base", "naval", "logistics", "headquarters", "installation", "unknown",
)  # fmt: skip

EQUIPMENT = {  # in the order of the key
    "artillery": "news/artillery",
    "armored vehicles": "news/armored-vehicle",
    "tanks": "news/tank",
    "installations": "news/installation",
}

APP6_EQUIPMENT = {  # the icons of the units that field it
    "artillery": "artillery",
    "armored vehicles": "mechanized-infantry",
    "tanks": "tank",
    "installations": "installation",
}

FORMATIONS = {word: f"news/{kind}" for word, kind, _ in drawn_words()}  # in lower case; in every spelling

APP6_FORMATIONS = {word: icon for word, _, icon in drawn_words()}  # the words of FORMATIONS, as icons of APP-6

APP6_INSTALLATIONS = frozenset({"installation", "air-base"})  # icons whose bar stands where an echelon would

ECHELONS = {  # nouns of the vocabulary -> the echelon whose mark stands above an APP-6 frame
    "team": "team",
    "squad": "squad",
    "section": "section",
    "platoon": "platoon",
    "company": "company",
    "battery": "company",
    "battalion": "battalion",
    "battalion tactical group": "battalion",
    "regiment": "regiment",
    "brigade": "brigade",
    "brigade combat team": "brigade",
    "division": "division",
    "corps": "corps",
    "army corps": "corps",
    "army": "army",
    "combined arms army": "army",
}

RANKS = tuple(dict.fromkeys(ECHELONS.values()))  # echelons from the smallest


def pictogram_words() -> tuple[str, ...]:
    """Every word that has a pictogram."""
    return tuple(dict.fromkeys((*FORMATIONS, *EQUIPMENT)))


def kind_of(word: str) -> str:
    """The kind of pictogram that a word of EQUIPMENT or FORMATIONS stands for."""
    return (FORMATIONS | EQUIPMENT)[word].removeprefix("news/")


def icon_of(word: str) -> str:
    """The icon of the APP-6 family that a word of EQUIPMENT or FORMATIONS stands for."""
    return (APP6_FORMATIONS | APP6_EQUIPMENT)[word]


def meaning_of(word: str) -> str:
    """What a symbol of APP-6 says of a word of EQUIPMENT or FORMATIONS, more finely than kinds do.

    With `pictogram.` before it, it is a phrase. Equipment has the icon of the units that field it, and its own name.
    """
    kind, icon = kind_of(word), icon_of(word)
    return kind if word in EQUIPMENT or f"{word}s" in EQUIPMENT else icon


def app6_key(affiliation: str, icon: str, echelon: str = "", is_headquarters: bool = False) -> str:
    """The key of an APP-6 symbol. An installation has no echelon, and the icon of a headquarters its staff already.

    Without an icon it is an empty frame; with an echelon alone it is that echelon's mark.
    """
    shown = "" if icon in APP6_INSTALLATIONS else echelon
    staff = "hq" if is_headquarters and icon != "headquarters" else ""
    return "app6/" + "-".join(part for part in (affiliation, icon, shown, staff) if part)
