import pytest

from orderdesk_gui.rules.search import best_score, fold, pinyin_initials, pinyin_readings, score


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("华为技术", "hwjs"),
        ("重庆", "cq"),
        ("厦门", "xm"),
        ("长沙", "cs"),
        ("成都重型机械", "cdzxjx"),
        ("广厦建设", "gsjs"),
        ("中国银行", "zgyh"),
        ("东方行者", "dfxz"),
        ("ABB（中国）有限公司", "abbzgyxgs"),
        ("３Ｍ", "3m"),
        ("😀", ""),
    ],
)
def test_initials_as_people_type_them(name: str, initials: str) -> None:
    assert pinyin_initials(name) == initials


def test_folding_forgets_width_case_spaces_and_direction_marks() -> None:
    assert fold(" ＡＢＢ\u3000中\u200f国 ") == "abb中国"


def test_better_hits_come_first() -> None:
    names = ["华为技术", "华为技术有限公司", "深圳华为技术", "红外检测", "万科"]
    ranked = sorted(names, key=lambda name: -score("华为技术", name))
    assert ranked[:3] == ["华为技术", "华为技术有限公司", "深圳华为技术"]
    assert score("hwjs", "华为技术") > score("wjs", "华为技术") > 0
    assert score("hwjs", "红外检测") == 0 and score("", "华为") == 0


def test_the_best_text_of_a_record_counts() -> None:
    assert best_score("1380", ["华为技术", "+8613800138000"]) > 0
    assert best_score("x", []) == 0


def test_a_character_with_two_readings_is_found_by_both():
    assert {"byby", "pyby"} <= set(pinyin_readings("泊远泵业"))
    assert pinyin_readings("华为技术")[0] == "hwjs"
    assert pinyin_readings("ABC") == ("abc",)
