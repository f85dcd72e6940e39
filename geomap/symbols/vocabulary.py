"""The words in which forces are named: types, the nouns that they go with, and how else both are written.

All in lower case and in American spelling, blanks for hyphens; `types` brings what a config says into that form.
"""

from __future__ import annotations

from collections.abc import Iterator

# Type -> its news outline and its APP-6 icon; neither where no outline says as much.
TYPES = {
    "infantry": ("infantry", "infantry"),
    "light infantry": ("infantry", "infantry"),
    "mountain infantry": ("infantry", "infantry"),
    "motorized infantry": ("motorized-infantry", "motorized-infantry"),
    "motor rifle": ("motorized-infantry", "motorized-infantry"),
    "mechanized infantry": ("armored-vehicle", "mechanized-infantry"),
    "airborne": ("infantry", "airborne"),
    "air assault": ("infantry", "airborne"),
    "marines": ("infantry", "infantry"),
    "naval infantry": ("infantry", "infantry"),
    "special forces": ("infantry", "infantry"),
    "national guard": ("infantry", "infantry"),
    "border guard": ("infantry", "infantry"),
    "territorial defence": ("infantry", "infantry"),
    "internal troops": ("infantry", "infantry"),
    "militia": ("infantry", "infantry"),
    "military police": ("", ""),
    "tank": ("tank", "tank"),
    "armor": ("tank", "tank"),
    "armored vehicle": ("armored-vehicle", "mechanized-infantry"),
    "reconnaissance": ("armored-vehicle", "reconnaissance"),
    "cavalry": ("armored-vehicle", "reconnaissance"),
    "artillery": ("artillery", "artillery"),
    "self propelled artillery": ("artillery", "artillery"),
    "mortar": ("artillery", "artillery"),
    "anti tank": ("artillery", "artillery"),
    "coastal artillery": ("artillery", "artillery"),
    "coastal defence": ("", ""),
    "coastal missile": ("rocket-artillery", "rocket-artillery"),
    "rocket artillery": ("rocket-artillery", "rocket-artillery"),
    "missile": ("rocket-artillery", "rocket-artillery"),
    "air defence": ("air-defence", "air-defence"),
    "electronic warfare": ("", ""),
    "engineer": ("", ""),
    "signals": ("", ""),
    "intelligence": ("", ""),
    "drone": ("", ""),
    "chemical defence": ("", ""),
    "medical": ("", ""),
    "training": ("", ""),
    "railway": ("", ""),
    "logistics": ("logistics", "logistics"),
    "supply": ("logistics", "logistics"),
    "maintenance": ("logistics", "logistics"),
    "air force": ("air-base", "fixed-wing"),
    "aviation": ("air-base", "fixed-wing"),
    "fighter": ("air-base", "fixed-wing"),
    "bomber": ("air-base", "fixed-wing"),
    "helicopter": ("helicopter", "helicopter"),
    "army aviation": ("helicopter", "helicopter"),
    "naval": ("naval", "naval"),
    "submarine": ("naval", "naval"),
    "unknown": ("unknown", "unknown"),
}
# Types that are nouns themselves.
NOUN_TYPES = {
    "air base": ("air-base", "air-base"),
    "headquarters": ("headquarters", "headquarters"),
    "military district": ("headquarters", "headquarters"),
    "army corps": ("headquarters", "headquarters"),
    "installation": ("installation", "installation"),
    "base": ("installation", "installation"),
    "garrison": ("installation", "installation"),
    "naval base": ("naval", "naval"),
    "fleet": ("naval", "naval"),
    "flotilla": ("naval", "naval"),
    "depot": ("logistics", "logistics"),
}
NOUNS = (  # what there is of a type
    "unit", "formation", "group", "detachment", "contingent", "team", "squad", "section", "platoon", "company",
    "battery", "battalion", "battalion tactical group", "battle group", "task force", "regiment", "brigade",
    "brigade combat team", "division", "corps", "army", "combined arms army", "command",
)  # fmt: skip
LOOSE_NOUNS = (  # with which no one word of another language agrees
    "force", "forces", "troops", "element", "squadron", "wing", "front", "column", "crew", "patrol", "post",
    "tactical group", "subunit", "ship", "vessel", "site", "system", "launcher", "complex", "center", "school",
)  # fmt: skip
WRITTEN = {  # type or noun: as it is also written
    "armor": "armored",
    "mechanized infantry": "armored infantry, mechanized, mech infantry, mech, mechanized rifle",
    "motorized infantry": "motorized",
    "motor rifle": "motorized rifle, motor rifles",
    "infantry": "rifle, rifles, foot, assault",
    "mountain infantry": "mountain, mountain rifle, mountain assault, alpine",
    "light infantry": "jager, ranger",
    "airborne": "airborne infantry, parachute, parachute infantry, paratrooper, paratroop, vdv",
    "air assault": "airborne assault, air mobile, airmobile, assault airborne",
    "marines": "marine, marine infantry, marine corps",
    "special forces": "special force, special operations, special operations forces, "
    "special purpose, spetsnaz, sof, commando",
    "national guard": "rosgvardia, guard",
    "border guard": "border, border service, border troops, frontier guard",
    "territorial defence": "home guard, territorial",
    "internal troops": "interior troops",
    "military police": "gendarmerie, police",
    "militia": "paramilitary, irregular, volunteer",
    "tank": "main battle tank, mbt",
    "armored vehicle": "apc, ifv, infantry fighting vehicle, armored personnel carrier, armored fighting vehicle, afv",
    "reconnaissance": "recon, recce, armored reconnaissance",
    "cavalry": "armored cavalry",
    "artillery": "howitzer, gun, field artillery",
    "self propelled artillery": "spg, self propelled gun, self propelled howitzer",
    "anti tank": "antitank",
    "coastal artillery": "coast artillery",
    "coastal defence": "coast defence, coastal, coastal troops",
    "coastal missile": "coastal defence missile",
    "rocket artillery": "mlrs, multiple rocket launcher, multiple launch rocket system, mrl, rocket, himars",
    "missile": "ballistic missile, cruise missile, surface to surface missile, rocket forces, iskander",
    "air defence": "anti aircraft, antiaircraft, anti aircraft artillery, anti aircraft missile, "
    "surface to air missile, air and missile defence, missile defence, sam, s 300, s 400, patriot",
    "electronic warfare": "ew",
    "engineer": "engineering, combat engineer, sapper, pioneer, "
    "bridging, mine clearing, mine clearance, demining, pontoon",
    "signals": "signal, communications, communication",
    "intelligence": "military intelligence",
    "drone": "uav, uas, unmanned, "
    "unmanned aerial vehicle, unmanned aircraft, unmanned aircraft system, unmanned systems",
    "chemical defence": "cbrn, nbc, chemical",
    "medical": "medic, hospital, field hospital",
    "railway": "railroad",
    "logistics": "logistic, sustainment, support, "
    "combat support, combat service support, material support, rear services",
    "supply": "transport, transportation",
    "maintenance": "repair",
    "air base": "airbase, airfield, air station, air field, airport",
    "aviation": "air, aircraft, combat aviation, ground attack aviation, attack aviation, naval aviation",
    "fighter": "fighter aviation, fighter aircraft, fighter jet",
    "bomber": "bomber aviation",
    "helicopter": "attack helicopter, transport helicopter, rotary wing",
    "naval": "navy, warship, surface ship, landing ship, frigate, destroyer, missile boat, patrol boat",
    "headquarters": "hq, staff, command post",
    "base": "military base, camp",
    "garrison": "barracks",
    "depot": "storage, warehouse, ammunition depot, fuel depot",
    "naval base": "port",
    "unknown": "unspecified, unidentified",
    "battle group": "battlegroup",
    "team": "fire team",
    "task force": "taskforce",
    "group": "grouping",
    "troops": "troop",
    "combined arms army": "combined arms",
}
SHORT = {  # how soldiers shorten nouns: noun; English prints the noun, as newspapers do
    "btg": "battalion tactical group",
    "bct": "brigade combat team",
    "caa": "combined arms army",
    "bn": "battalion",
    "btn": "battalion",
    "bde": "brigade",
    "brig": "brigade",
    "regt": "regiment",
    "rgt": "regiment",
    "div": "division",
    "coy": "company",
    "plt": "platoon",
    "sqn": "squadron",
}
ALIASES = {form: meaning for meaning, forms in WRITTEN.items() for form in forms.split(", ")} | SHORT
SPELLINGS = {  # British -> American; but `defence`, the older name here
    "motorised": "motorized",
    "mechanised": "mechanized",
    "armoured": "armored",
    "armour": "armor",
    "defense": "defence",
    "centre": "center",
}
QUALIFIERS = {  # say something of a formation, but not what it is
    "guards", "separate", "independent", "combined", "joint", "reserve", "regular", "elite", "heavy", "light",
    "medium", "special", "combat", "operational", "strategic", "tactical", "mobile", "rapid", "reaction", "quick",
    "reinforced", "mixed", "composite", "main", "forward", "rear", "northern", "southern", "eastern", "western",
    "central", "field", "ground", "land", "army", "naval", "royal", "imperial", "republican", "presidential",
    "national", "federal", "territorial", "volunteer", "international", "foreign", "legion", "air", "coastal",
    "long", "short", "range", "towed", "self", "propelled", "wheeled", "tracked", "armored", "mechanized",
    "motorized", "large", "small", "additional", "other", "several", "various", "unspecified", "unidentified",
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "of", "the",
    "and", "with",
}  # fmt: skip


def drawn_words() -> Iterator[tuple[str, str, str]]:
    """Each word that has an outline, in every spelling, with its news outline and its APP-6 icon."""
    types = TYPES | NOUN_TYPES
    words = {**{word: word for word in types}, **ALIASES}
    for word, meaning in words.items():
        kind, icon = types.get(meaning, ("", ""))
        for spelling in _spellings(word) if kind else ():
            yield spelling, kind, icon


def _spellings(word: str) -> Iterator[str]:
    """The word, and as other readers spell it."""
    yield word
    for british, american in SPELLINGS.items():
        if american in word.split():
            yield word.replace(american, british)
