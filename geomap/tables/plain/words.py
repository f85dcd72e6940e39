"""The words that people put around figures in tables, in English, German, French, Spanish, Polish, Ukrainian, Russian
and Turkish. All are in small letters, as `casefold` makes them; a point behind one may be there or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Before a figure.
ABOUT = (
    "~", "≈", "±", "about", "approximately", "approx", "appr", "around", "roughly", "circa", "ca", "c", "some", "est",
    "estimated", "nearly", "almost", "etwa", "ungefähr", "rund", "zirka", "ungef", "geschätzt", "knapp", "fast",
    "environ", "env", "à peu près", "près de", "presque", "autour de", "aproximadamente", "aprox", "alrededor de",
    "cerca de", "unos", "unas", "casi", "około", "ok", "mniej więcej", "w przybliżeniu", "blisko", "prawie",
    "szacunkowo", "близько", "приблизно", "біля", "орієнтовно", "майже", "бл", "прибл", "около", "примерно",
    "приблизительно", "порядка", "почти", "ок", "ориентировочно", "yaklaşık", "yaklaşık olarak", "takriben",
    "aşağı yukarı", "tahmini",
)  # fmt: skip
AT_LEAST = (
    ">", ">=", "≥", "=>", "over", "more than", "at least", "no less than", "not less than", "no fewer than", "above",
    "min", "minimum", "exceeding", "upwards of", "from", "über", "mehr als", "mindestens", "mind", "wenigstens", "ab",
    "nicht weniger als", "plus de", "plus que", "au moins", "pas moins de", "au minimum", "à partir de", "más de",
    "mas de", "al menos", "por lo menos", "como mínimo", "mínimo", "no menos de", "desde", "ponad", "powyżej",
    "więcej niż", "co najmniej", "przynajmniej", "nie mniej niż", "od", "понад", "більше", "більше ніж", "більш ніж",
    "більш як", "щонайменше", "не менше", "не менше ніж", "не менш як", "принаймні", "мінімум", "від", "более",
    "более чем", "больше", "больше чем", "свыше", "не менее", "не менее чем", "не меньше", "как минимум",
    "по меньшей мере", "минимум", "от", "en az", "asgari", "en azından",
)  # fmt: skip
AT_MOST = (
    "<", "<=", "≤", "=<", "up to", "at most", "no more than", "not more than", "under", "below", "less than",
    "fewer than", "max", "maximum", "bis zu", "bis", "höchstens", "maximal", "weniger als", "unter", "nicht mehr als",
    "jusqu'à", "jusqu'a", "au plus", "tout au plus", "au maximum", "moins de", "pas plus de", "hasta", "como máximo",
    "máximo", "a lo sumo", "menos de", "no más de", "do", "co najwyżej", "najwyżej", "maksymalnie", "maks", "mniej niż",
    "poniżej", "nie więcej niż", "до", "не більше", "не більше ніж", "не більш як", "щонайбільше", "максимум", "менше",
    "менше ніж", "менш ніж", "менш як", "не более", "не более чем", "не больше", "менее", "менее чем", "меньше",
    "меньше чем", "как максимум", "en fazla", "en çok", "azami",
)  # fmt: skip

# Behind a figure.
ABOUT_BEHIND = (
    "approx", "approximately", "or so", "est", "estimated", "(est.)", "(est)", "(estimate)", "(approx.)", "(approx)",
    "(about)", "(ca.)", "(geschätzt)", "(estimation)", "(estimado)", "(szacunkowo)", "(приблизно)", "(прибл.)",
    "(оценка)", "(оцінка)", "(примерно)", "приблизно", "примерно", "приблизительно", "приблизн", "civarı", "civarında",
    "dolayında", "kadar", "environ", "ungefähr", "aproximadamente", "około",
)  # fmt: skip
AT_LEAST_BEHIND = (
    "+", "or more", "and more", "or over", "and over", "at least", "minimum", "min", "oder mehr", "und mehr",
    "mindestens", "ou plus", "et plus", "au moins", "o más", "y más", "o mas", "lub więcej", "i więcej", "або більше",
    "і більше", "та більше", "или более", "или больше", "и более", "и больше", "ve üzeri", "ve üstü", "veya daha fazla",
    "den fazla", "dan fazla", "ten fazla", "tan fazla", "'den fazla", "'dan fazla", "'ten fazla", "'tan fazla",
)  # fmt: skip
AT_MOST_BEHIND = (
    "or less", "or fewer", "and less", "at most", "maximum", "max", "oder weniger", "höchstens", "ou moins", "au plus",
    "o menos", "lub mniej", "або менше", "или менее", "или меньше", "veya daha az", "den az", "dan az", "ten az",
    "tan az", "'den az", "'dan az", "'ten az", "'tan az", "'e kadar", "'a kadar", "'ye kadar", "'ya kadar",
)  # fmt: skip

# Between the ends of a range; with what stands before the first.
TO = ("-", "..", "...", "to", "bis", "bis zu", "à", "a", "hasta", "do", "до", "ila", "jusqu'à")
BETWEEN = ("between", "zwischen", "entre", "między", "pomiędzy", "між", "между")
FROM = ("from", "von", "de", "desde", "od", "від", "з", "от", "с", *BETWEEN)
AND = ("and", "und", "et", "y", "a", "i", "і", "й", "та", "и", "-", "ve", "ile")

THOUSAND = (
    "k", "к", "thousand", "thousands", "thous", "thsd", "tsd", "tausend", "mille", "milliers", "millier", "tys",
    "tysięcy", "tysiące", "tysiąc", "тис", "тисяч", "тисячі", "тисяча", "тыс", "тысяч", "тысячи", "тысяча", "bin",
)  # fmt: skip
MILLION = (
    "million", "millions", "mln", "mio", "millionen", "millones", "millón", "milion", "miliony", "milionów", "млн",
    "мільйон", "мільйони", "мільйонів", "миллион", "миллиона", "миллионов", "milyon",
)  # fmt: skip
TWO_MEANINGS = ("mil", "m", "м", "t", "т", "bn")  # thousand to some, million or metric to others

# What is counted, where it is soldiers.
SOLDIERS = (
    "troops", "soldiers", "men", "personnel", "pers", "people", "persons", "pax", "servicemen", "service members",
    "mann", "soldaten", "personen", "hommes", "soldats", "militaires", "personnes", "hombres", "soldados", "efectivos",
    "militares", "personas", "żołnierzy", "żołnierze", "osób", "ludzi", "чол", "осіб", "особи", "солдатів",
    "військових", "військовослужбовців", "людей", "чел", "человек", "человека", "солдат", "военных", "военнослужащих",
    "asker", "kişi", "personel",
)  # fmt: skip

UNKNOWN = (
    "?", "??", "???", "unknown", "unk", "unkn", "not known", "unbekannt", "unbek", "inconnu", "inconnue", "inconnus",
    "desconocido", "desconocida", "desconocidos", "se desconoce", "nieznany", "nieznana", "nieznane", "nieznana liczba",
    "невідомо", "невідома", "невідомий", "неизвестно", "неизвестен", "неизвестна", "bilinmiyor", "meçhul",
)  # fmt: skip
NOTHING = (  # that nothing is claimed: no entry, no data
    "-", "--", "---", "/", "n/a", "n.a.", "n.a", "na", "n/d", "n.d.", "nan", "<na>", "no data",
    "not available", "not applicable", "k.a.", "k. a.", "k.a", "keine angabe", "nicht verfügbar", "non disponible",
    "nd", "n.c.", "s/d", "s.d.", "s/o", "sin datos", "no disponible", "b.d.", "brak danych", "nie dotyczy", "н/д",
    "н.д.", "немає даних", "нет данных", "belirtilmemiş", "veri yok",
)  # fmt: skip
ASKED = (  # is it zero, unknown, or no entry?
    "none", "nil", "no", "null", "nothing", "zero", "keine", "kein", "keiner", "nichts", "aucun", "aucune", "néant",
    "rien", "ninguno", "ninguna", "ningún", "nada", "brak", "żaden", "żadne", "нема", "немає", "жодного", "відсутні",
    "нет", "ничего", "отсутствуют", "отсутствует", "yok", "hiç", "tbd", "tbc", "xxx", "x",
)  # fmt: skip

# Of positions: which way a letter or word says they lie, and which it may say to different readers.
NORTH = ("n", "north", "nord", "norte", "północ", "płn", "пн", "пн.ш", "пн. ш", "північ", "с", "с.ш", "с. ш", "сш",
         "север", "k", "kuzey")  # fmt: skip
SOUTH = ("s", "south", "süd", "sud", "sur", "południe", "płd", "пд", "пд.ш", "пд. ш", "південь", "ю", "ю.ш", "ю. ш",
         "юш", "юг", "g", "güney")  # fmt: skip
EAST = ("e", "east", "ost", "est", "este", "wschód", "wsch", "сх", "сх.д", "сх. д", "схід", "в", "в.д", "в. д", "вд",
        "восток", "d", "doğu")  # fmt: skip
WEST = ("w", "west", "ouest", "oeste", "zachód", "zach", "зх", "зх.д", "зх. д", "захід", "з", "з.д", "з. д", "зд",
        "запад", "b", "batı")  # fmt: skip
EAST_OR_WEST = ("o",)  # Ost, and ouest or oeste


_DOTS = {ord("ı"): "i", 0x307: None}  # Turkish has an i without a dot, whose capital is that of the other


def folded(text: str) -> str:
    """Without letter case, blanks around it, and more than one blank at a place."""
    return " ".join(text.casefold().translate(_DOTS).split())


def one_of(words: Iterable[str]) -> str:
    """A pattern of any of these words; the longest that fits, with a point behind it or not."""
    listed = sorted({folded(word) for word in words}, key=lambda word: (-len(word), word))
    spelled = ((word, re.escape(word).replace(r"\ ", r"\s+")) for word in listed)
    return "(?:" + "|".join(rf"{pattern}\.?" if word[-1].isalpha() else pattern for word, pattern in spelled) + ")"
