"""Which outline stands for which word of the data: kinds of equipment, and types of formation."""

from __future__ import annotations

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

FORMATIONS = {  # in lower case; British and American spellings both
    "infantry": "news/infantry",
    "light infantry": "news/infantry",
    "airborne": "news/infantry",
    "airborne infantry": "news/infantry",
    "marines": "news/infantry",
    "naval infantry": "news/infantry",
    "special forces": "news/infantry",
    "militia": "news/infantry",
    "motorized infantry": "news/motorized-infantry",
    "motorised infantry": "news/motorized-infantry",
    "motor rifle": "news/motorized-infantry",
    "mechanized infantry": "news/armored-vehicle",
    "mechanised infantry": "news/armored-vehicle",
    "armored vehicle": "news/armored-vehicle",
    "armoured vehicle": "news/armored-vehicle",
    "reconnaissance": "news/armored-vehicle",
    "tank": "news/tank",
    "armor": "news/tank",
    "armour": "news/tank",
    "artillery": "news/artillery",
    "rocket artillery": "news/rocket-artillery",
    "missile": "news/rocket-artillery",
    "air defence": "news/air-defence",
    "air defense": "news/air-defence",
    "air base": "news/air-base",
    "airbase": "news/air-base",
    "air force": "news/air-base",
    "aviation": "news/air-base",
    "helicopter": "news/helicopter",
    "helicopters": "news/helicopter",
    "army aviation": "news/helicopter",
    "naval": "news/naval",
    "navy": "news/naval",
    "headquarters": "news/headquarters",
    "military district": "news/headquarters",
    "army corps": "news/headquarters",
    "logistics": "news/logistics",
    "supply": "news/logistics",
    "installation": "news/installation",
    "unknown": "news/unknown",
}

APP6_EQUIPMENT = {  # the icons of the units that field it
    "artillery": "artillery",
    "armored vehicles": "mechanized-infantry",
    "tanks": "tank",
    "installations": "installation",
}

APP6_FORMATIONS = {  # the words of FORMATIONS, as icons of the APP-6 family
    "infantry": "infantry",
    "light infantry": "infantry",
    "airborne": "infantry",
    "airborne infantry": "infantry",
    "marines": "infantry",
    "naval infantry": "infantry",
    "special forces": "infantry",
    "militia": "infantry",
    "motorized infantry": "motorized-infantry",
    "motorised infantry": "motorized-infantry",
    "motor rifle": "motorized-infantry",
    "mechanized infantry": "mechanized-infantry",
    "mechanised infantry": "mechanized-infantry",
    "armored vehicle": "mechanized-infantry",
    "armoured vehicle": "mechanized-infantry",
    "reconnaissance": "reconnaissance",
    "tank": "tank",
    "armor": "tank",
    "armour": "tank",
    "artillery": "artillery",
    "rocket artillery": "rocket-artillery",
    "missile": "rocket-artillery",
    "air defence": "air-defence",
    "air defense": "air-defence",
    "air base": "air-base",
    "airbase": "air-base",
    "air force": "fixed-wing",
    "aviation": "fixed-wing",
    "helicopter": "helicopter",
    "helicopters": "helicopter",
    "army aviation": "helicopter",
    "naval": "naval",
    "navy": "naval",
    "headquarters": "headquarters",
    "military district": "headquarters",
    "army corps": "headquarters",
    "logistics": "logistics",
    "supply": "logistics",
    "installation": "installation",
    "unknown": "unknown",
}

APP6_INSTALLATIONS = frozenset({"installation", "air-base"})  # icons whose bar stands where an echelon would

ECHELONS = {  # in lower case -> the echelon whose mark stands above an APP-6 frame
    "team": "team",
    "fire team": "team",
    "squad": "squad",
    "section": "section",
    "platoon": "platoon",
    "company": "company",
    "battery": "company",
    "battalion": "battalion",
    "battalion tactical group": "battalion",
    "btg": "battalion",
    "regiment": "regiment",
    "brigade": "brigade",
    "brigade combat team": "brigade",
    "division": "division",
    "corps": "corps",
    "army corps": "corps",
    "army": "army",
    "combined arms army": "army",
    "tank army": "army",
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


def app6_key(affiliation: str, icon: str, echelon: str = "", is_headquarters: bool = False) -> str:
    """The key of an APP-6 symbol. An installation has no echelon, and the icon of a headquarters its staff already.

    Without an icon it is an empty frame; with an echelon alone it is that echelon's mark.
    """
    shown = "" if icon in APP6_INSTALLATIONS else echelon
    staff = "hq" if is_headquarters and icon != "headquarters" else ""
    return "app6/" + "-".join(part for part in (affiliation, icon, shown, staff) if part)
