from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.places.fold import fold, fold_division, folds

SPELLINGS = [
    ("Persianovskiy", "Persianovsky", "Persianovskyy", "Persianovskij", "Персиановский", "Персіановський"),
    ("Донецк", "Донецьк", "Donetsk", "Donets'k", "Donec'k", "Doneck", "Donezk", "DONETSK", "  Donetsk "),
    ("Луганск", "Луганськ", "Lugansk", "Lugans’k"),
    ("Ростов-на-Дону", "Rostov-na-Donu", "Rostov na Donu", "Rostow na Donu", "ROSTOV NA DONU"),
    ("Запоріжжя", "Zaporizhzhia", "Zaporizhzhya", "Zaporizhzhja"),
    ("Запорожье", "Zaporozhye", "Zaporozh'ye"),
    ("Єнакієве", "Yenakiieve", "Yenakiyeve"),
    ("Новий Оскол", "Novyi Oskol", "Novyy Oskol", "Novyj Oskol"),
    ("Харків", "Kharkiv", "Harkiv"),
    ("Алексеевка", "Alekseyevka", "Alekseevka"),
    ("São Paulo", "Sao Paulo", "sao-paulo"),
    ("Ελλάδα", "Ellada"),
    ("Łódź", "Lodz"),
    ("Straße", "STRASSE"),
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda names: names[0])
def test_spellings_of_one_place_meet(spellings: tuple[str, ...]) -> None:
    assert len({fold(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Donetsk", "Donets"), ("Kyiv", "Kiev"), ("Luhansk", "Luhanske"), ("Rostov", "Roslavl"), ("Gao", "Goa")],
)
def test_names_of_different_places_do_not_meet(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Šahty", "Shakhty"),
        ("Zaporižžâ", "Zaporizhzhya"),
        ("St. Petersburg", "Saint Petersburg"),
        ("Saint Petersburg", "St. Petersburg"),
        ("Ste-Marie", "Sainte Marie"),
        ("Ft Worth", "Fort Worth"),
        ("Fort Worth", "Ft Worth"),
        ("Mt Vernon", "Mount Vernon"),
    ],
)
def test_scholarly_letters_and_abbreviations_are_looked_up_written_out(typed: str, stored: str) -> None:
    assert fold(stored) in folds(typed)


@pytest.mark.parametrize(
    ("letter", "written"),
    [("ž", "zh"), ("Š", "sh"), ("č", "ch"), ("ŝ", "shch"), ("Â", "ya"), ("û", "yu"), ("ê", "ye"), ("ë", "yo"),
     ("ï", "yi"), ("ì", "i")],
)  # fmt: skip
def test_letters_of_iso_9_are_looked_up_as_others_write_them(letter: str, written: str) -> None:
    assert fold(f"Kra{written}na") in folds(f"Kra{letter}na")


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("Бердянськ", "Berdiansk"), ("Гуляйполе", "Guliaipole"), ("Жмеринка", "Zhmerynka"), ("Щастя", "Shchastia"),
        ("Ямпіль", "Iampil"), ("Чугуїв", "Chuguiv"), ("Шахты", "Shakhty"), ("Орёл", "Orel"), ("Юрга", "Iurga"),
        ("Магілёў", "Magilev"), ("Ђаковица", "Djakovica"), ("Ниш", "Nish"), ("Џеп", "Dzep"), ("Љубовија", "Ljubovija"),
        ("Ξάνθη", "Xanthi"), ("Ψαχνά", "Psachna"), ("Χανιά", "Chania"), ("Φλώρινα", "Florina"), ("Βόλος", "Volos"),
        ("Ærø", "Aero"), ("Đakovo", "Dakovo"), ("Þingvellir", "Thingvellir"), ("Diyarbakır", "Diyarbakir"),
        ("臺北", "台北"),
    ],
)  # fmt: skip
def test_other_alphabets_meet_their_usual_spelling_in_latin(native: str, latin: str) -> None:
    assert fold(native) == fold(latin)


@pytest.mark.parametrize("name", ["서울", "القاهرة", "दिल्ली", "ドネツィク", "Ь", "Y"])
def test_no_name_is_lost(name: str) -> None:
    assert fold(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rostov Oblast", "Rostov"),
        ("Rostovskaya oblast'", "Ростовская область"),
        ("State of Illinois", "Illinois"),
        ("Provincia de Limón", "Limon"),
    ],
)
def test_provinces_meet_with_and_without_the_word_for_what_they_are(one: str, other: str) -> None:
    assert set(fold_division(one)) & set(fold_division(other))


@given(st.text())
def test_folding_a_key_gives_the_key(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_letters_and_digits_never_fold_to_nothing(name: str) -> None:
    assert fold(name)


@given(st.text(st.characters(max_codepoint=0x52F)))
def test_case_does_not_matter(name: str) -> None:
    assert fold(name.lower().upper().lower()) == fold(name.upper().lower())


def test_a_name_of_signs_that_are_not_written_in_latin_is_kept_without_its_marks() -> None:
    assert fold("Ъ-ь!") == "ъь"
