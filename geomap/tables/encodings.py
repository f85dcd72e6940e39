"""DECODE the bytes of a table that does not say how it is encoded: as its letters say, or asked where several may be.

charset-normalizer says which encodings make no mess of the bytes. Of a table, which is names and numbers, that is often
more than one; so a reading is believed if each word of it has letters of one language, and no other reading does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geomap.loading import load

# Those that programs still write without being asked to, the likeliest first; by names that `encoding` takes.
NAMES = {
    "cp1252": "Windows-1252", "cp1251": "Windows-1251", "cp1250": "Windows-1250", "cp1254": "Windows-1254",
    "cp1253": "Windows-1253", "cp1256": "Windows-1256", "cp1255": "Windows-1255", "cp1257": "Windows-1257",
    "koi8_r": "KOI8-R", "koi8_u": "KOI8-U", "cp866": "DOS 866", "cp850": "DOS 850", "cp852": "DOS 852",
    "mac_roman": "Mac Roman", "mac_cyrillic": "Mac Cyrillic", "gb18030": "GB 18030", "big5": "Big5",
    "shift_jis": "Shift JIS", "euc_kr": "EUC-KR",
}  # fmt: skip
_MARKS = {  # byte order marks
    b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\x00\x00": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16",
}  # fmt: skip

_LATIN = (  # the letters beside a to z of languages that have them
    "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "áâãàçéêíóôõúü", "àèéìíîòóùú", "åäöæøéü", "áéíóúýþðæö", "çéèêëíïóöüá",
    "ąćęłńóśźż", "áäčďéěíľĺňóôŕřšťúůýž", "áéíóöőúüű", "ăâîşţșț", "čćđšž", "çë", "çğıöşüâîû", "ąčęėįšųūž",
    "āčēģīķļņšūž", "äõöüšž",
)  # fmt: skip
_OTHERS = (  # alphabets, and of each the letters that half of any text is made of
    ("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "оеаинтсрвл"), ("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "оаниіврте"),
    ("абвгдеёжзійклмнопрстуўфхцчшыьэюя", "аонеіртрс"), ("абвгдђежзијклљмнњопрстћуфхцчџшѓѕќ", "аоиенрстј"),
    ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", "αοιετσνηρκςίό"), ("אבגדהוזחטיךכלםמןנסעףפץצקרשת", "יוהלאתרבמנ"),
    ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکیـًٌٍَُِّْ", "اليمنرتبوهةد"),
)  # fmt: skip
_FREQUENT, _FEW = 0.45, 12  # of the letters of a text, a quarter where it is read wrongly; letters that say nothing yet
_SENSIBLE = 0.9  # of the words of a reading
_BEFORE_WORDS = frozenset("«»„“”‘’‚‹›–—…¿¡§№·•°×\u00a0\u202f\u00ad")
_SYMBOLS = _BEFORE_WORDS | frozenset("€£²³½¼¾±´†‡™©®µ")
_WORD = re.compile(r"[^\W\d_]+")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_SAMPLE = 60_000  # bytes
_START = 4096  # bytes in which it is looked whether each second is 0


class Decoded(NamedTuple):
    """A text, and how it was read where the file does not say it; the encodings that it may be in, if several."""

    text: str
    said: str = ""
    among: Sequence[str] = ()


def decoded(data: bytes) -> Decoded:
    """The text of a file. Raises UnicodeDecodeError, as of UTF-8, where nothing is known of its encoding, and where the
    mark at its start does not hold.
    """
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            said = "" if name == "utf-8-sig" else f"read as {name.upper()}"
            return Decoded(data.decode(name), said)
    if wide := _wide(data):
        return Decoded(data.decode(wide), f"read as {wide.upper()}, which it does not say")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        found = [] if _is_damaged(data) else candidates(data)
        if not found:
            raise
    if len(found) > 1:
        return Decoded("", among=found)
    return Decoded(data.decode(found[0]), f"read as {NAMES[found[0]]}")


def candidates(data: bytes) -> list[str]:
    """The encodings in which a text that is not in UTF-8 makes sense, one for each way to read it."""
    sample = _sample(data)
    if _has_no_letters(sample):
        return ["cp1252"]
    matches = load("charset_normalizer:from_bytes")(
        sample, cp_isolation=[*NAMES], threshold=0.6, enable_fallback=False, preemptive_behaviour=False
    )
    readings = {str(match): match.could_be_from_charset for match in matches}
    ranks = {text: _sense(text) for text in readings}
    best = max(ranks.values(), default=0)
    alike = [readings[text] for text, rank in ranks.items() if rank == best > 0]
    firsts = [next((name for name in NAMES if name in names and _fits(data, name)), "") for names in alike]
    return sorted(filter(None, firsts), key=[*NAMES].index)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark, by the zeros of all that is ASCII: digits, and what parts cells."""
    start = data[:_START]
    zeros = start[::2].count(0), start[1::2].count(0)
    if sum(zeros) <= len(start) // 16 or min(zeros) * 4 > max(zeros):
        return ""
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def _is_damaged(data: bytes) -> bool:
    """Whether it is UTF-8, but for some bytes."""
    text = data.decode("utf-8", "replace")
    return sum(letter > "\x7f" for letter in text) > 2 * text.count("\ufffd")


def _sample(data: bytes) -> bytes:
    """The different lines of a file that say something about its encoding."""
    lines: dict[bytes, None] = {}
    size = 0
    for found in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", data):
        if size > _SAMPLE:
            break
        size += 0 if found[0] in lines else len(found[0])
        lines[found[0][:_SAMPLE]] = None
    return b"\n".join(lines) + b"\n"


def _has_no_letters(sample: bytes) -> bool:
    """Whether there are but dashes, quotes and blanks beyond ASCII, which all encodings of Windows have in common."""
    text = sample.decode("cp1252", "replace")
    return all(letter in _SYMBOLS for letter in text if letter > "\x7f")


def _fits(data: bytes, name: str) -> bool:
    try:
        return bool(data.decode(name))
    except UnicodeDecodeError:
        return False


def _sense(text: str) -> int:
    """2 for a text of one language, 1 for one whose words are each of one, 0 for none of that."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if not _has_sensible_symbols(text):
        return 0
    if not words:
        return 1
    sensible = [set(_alphabets(word)) for word in words]
    if sum(map(bool, sensible)) < _SENSIBLE * len(words) or not _has_frequent_letters(words):
        return 0
    return 2 if set.intersection(*(found for found in sensible if found)) else 1


def _alphabets(word: str) -> Iterator[int]:
    """Those that have all letters of a word, if it is written as words are."""
    word = word.replace("İ", "I")  # whose small letter is two characters
    lower = word.lower()
    if word not in (lower, word.upper(), lower.capitalize(), lower[:1].upper() + lower[1:]) or "ς" in word[:-1]:
        return
    beyond = {letter for letter in lower if letter > "\x7f"}
    for number, letters in enumerate(_LATIN):
        if beyond <= set(letters):
            yield number
    if len(beyond) == len(set(lower)):
        for number, (letters, _) in enumerate(_OTHERS, len(_LATIN)):
            if beyond <= set(letters):
                yield number
        if _EAST_ASIAN.fullmatch(word):
            yield -1


def _has_frequent_letters(words: Sequence[str]) -> bool:
    """Whether letters of other scripts are about as frequent as in any text of theirs."""
    letters = [letter for word in words for letter in word.lower()]
    other = [letter for letter in letters if letter >= "\u0370" and not _EAST_ASIAN.match(letter)]
    most = max(sum(letter in frequent for letter in other) for _, frequent in _OTHERS)
    return len(other) < _FEW or most >= _FREQUENT * len(other)


def _has_sensible_symbols(text: str) -> bool:
    """Whether what is neither ASCII nor a letter is what people type, and where they do."""
    wrong = right = 0
    for letter, after in zip(text, f"{text[1:]} ", strict=True):
        if letter > "\x7f" and not letter.isalpha():
            is_typed = letter in _SYMBOLS and not (after.isalpha() and letter not in _BEFORE_WORDS)
            right, wrong = right + is_typed, wrong + (not is_typed)
    return wrong * 10 <= right
