"""Search in languages whose words have no spaces, no English endings, or grow together."""

import pytest

from index import sync
from index.library.library import Library
from index.library.queries import parse
from index.search.search import Search
from language.words import spaced, word_count, words
from tests.worlds.library_of import MORNING, keep_episode

TALKS = {
    "Japanese": [
        "港のクレーンは一日の大半を待っています。",
        "埠頭の料金は三年ごとに決め直されます。",
        "電気の値段が上がると船は沖で待ちます。",
    ],
    "Chinese": ["码头的起重机一天大部分时间都在等待。", "港口每三年重新确定一次费用。", "电价上涨时船只会在外海等候。"],
    "Thai": ["เครนที่ท่าเรือรอเกือบทั้งวัน", "ค่าธรรมเนียมจะกำหนดใหม่ทุกสามปี", "เมื่อค่าไฟขึ้นเรือจะรออยู่ข้างนอก"],
    "Korean": [
        "항구의 크레인은 하루 대부분을 기다린다.",
        "부두의 요금은 삼 년마다 다시 정한다.",
        "전기값이 오르면 배는 바다에서 기다린다.",
    ],
    "Russian": ["Краны в порту весь день ждут.", "Ещё дороже стоит причал.", "Цены на электричество выросли."],
    "Greek": ["Οι γερανοί περιμένουν όλη μέρα.", "Το λιμάνι πληρώνει δύο φορές.", "Το ρεύμα ακρίβυνε."],
    "Turkish": ["Vinçler bütün gün bekler.", "İskele ücreti üç yılda bir değişir.", "Işıklar söndü."],
    "Arabic": ["الرافعات تنتظر طوال اليوم.", "أسعار الرصيف ترتفع.", "قال إنّ الميناء مغلق."],
    "German": [
        "Die Hafengebührenordnung wird alle drei Jahre neu beschlossen, und darüber streiten die Städte jedes Mal.",
        "Über die Größe der Kräne wird selten gesprochen, obwohl sie den ganzen Tag nur warten und nichts verdienen.",
        "Wenn der Strom teurer wird, warten die Schiffe draußen vor der Küste, bis der Preis wieder gefallen ist.",
    ],
}


@pytest.fixture
def search(store, embedder, tmp_path):
    library = Library(tmp_path / "index")
    for language, lines in TALKS.items():
        episode = keep_episode(store, *((None, line) for line in lines), show=language, title=language)
        sync.index_episode(store, library, embedder, episode, MORNING)
    yield Search(store, library, embedder)
    library.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "language"),
    [
        ('"三年ごとに決め直"', "Japanese"),
        ("「クレーン」", "Japanese"),
        ("起重机", "Chinese"),
        ('"重新确定一次费用"', "Chinese"),
        ("ท่าเรือ", "Thai"),
        ('"ทุกสามปี"', "Thai"),
        ("크레인", "Korean"),
        ("еще", "Russian"),
        ("электричества", "Russian"),
        ("λιμανι", "Greek"),
        ("ΛΙΜΑΝΙ", "Greek"),
        ("iskele", "Turkish"),
        ("اسعار", "Arabic"),
        ("Hafengebühr", "German"),
        ("hafengebuhren", "German"),
        ('"über die grosse der krane"', "German"),
    ],
)
def test_a_word_and_a_phrase_are_found_in_any_language(search, query, language):
    found = search.find(query, kind="passage")

    assert found[0].show == language


@pytest.mark.slow
@pytest.mark.parametrize("query", ['"決め直三年"', '"确定重新"', '"ท่าเรือสาม"'])
def test_letters_in_another_order_are_another_phrase(search, query):
    assert search.find(query, kind="passage") == []


def test_each_letter_is_a_word_and_other_text_stays_as_it_is():
    assert spaced("H20の不足 isn’t ok").split() == ["H20", "の", "不", "足", "isn’t", "ok"]
    assert spaced("Plain English text, as ever.") == "Plain English text, as ever."


def test_words_of_such_a_script_are_pairs_of_letters():
    assert words("港の船 waits") == ["港の", "の船", "waits"]
    assert parse("港の船").names == (("港", "の"), ("の", "船"))
    assert word_count("港の船は待つ and waits") == 5


def test_letters_with_accents_apart_are_the_same():
    assert parse("re\u0301sume\u0301") == parse("résumé")
