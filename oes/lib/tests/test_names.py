import pytest

from oes.lib.names import search_name, sort_key

KAZAKH = (
    "Аа Әә Бб Вв Гг Ғғ Дд Ее Ёё Жж Зз Ии Йй Кк Ққ Лл Мм Нн Ңң Оо Өө Пп Рр Сс Тт Уу Ұұ Үү "
    "Фф Хх Һһ Цц Чч Шш Щщ Ъъ Ыы Іі Ьь Ээ Юю Яя"
)
RUSSIAN = "Аа Бб Вв Гг Дд Ее Ёё Жж Зз Ии Йй Кк Лл Мм Нн Оо Пп Рр Сс Тт Уу Фф Хх Цц Чч Шш Щщ Ъъ Ыы Ьь Ээ Юю Яя"
LATIN = " ".join(letter.upper() + letter for letter in "abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(("language", "alphabet"), [("kk", KAZAKH), ("ru", RUSSIAN), ("en", LATIN)])
def test_each_alphabet_sorts_in_its_order_in_any_case(language, alphabet):
    pairs = alphabet.split()
    for place in (0, 1):
        letters = [pair[place] for pair in pairs]
        assert sorted(reversed(letters), key=lambda letter: sort_key(letter, language)) == letters
    assert all(sort_key(big, language) == sort_key(small, language) for big, small in pairs)


def test_the_interface_decides_where_kazakh_and_latin_names_stand():
    names = ["Smith", "Ықсанов", "Іңкәр", "Яковлев", "Әлиев", "Азаматов"]

    def order(language):
        return sorted(names, key=lambda name: sort_key(name, language))

    assert order("kk") == ["Азаматов", "Әлиев", "Ықсанов", "Іңкәр", "Яковлев", "Smith"]
    assert order("ru") == ["Азаматов", "Әлиев", "Іңкәр", "Ықсанов", "Яковлев", "Smith"]
    assert order("en")[0] == "Smith"


def test_a_shorter_name_and_a_space_come_first():
    names = ["Асановa", "Асан Қуат", "Асанов", "Асан"]
    assert sorted(names, key=lambda name: sort_key(name, "kk")) == ["Асан", "Асан Қуат", "Асанов", "Асановa"]


@pytest.mark.parametrize("letters", ["Ә ә", "Ғ ғ", "Қ қ", "Ң ң", "Ө ө", "Ұ ұ", "Ү ү", "Һ һ", "І і", "Й й", "Ё ё"])
def test_search_ignores_case_for_every_kazakh_letter(letters):
    big, small = letters.split()
    assert search_name(big) == search_name(small) == small


def test_search_ignores_spaces_and_how_letters_are_composed():
    assert search_name("  И\u0306лья   Ким ") == "йлья ким"
    assert search_name("ＡＢＣ") == "abc"
    assert sort_key("É", "en") == sort_key("e", "en")
