"""What formulas of texts come to."""

from __future__ import annotations

import pytest

from crossfoot_tests.formula.calculating import Shown, calculated, days, decimals

TEXTS = ("Abc", "甲公司 A", "  two  words ", "001", None)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("=LEN([@text])", ["3", "5", "13", "3", "0"]),
        ("=LEFT([@text])", ["A", "甲", " ", "0", None]),
        ("=LEFT([@text],2)", ["Ab", "甲公", "  ", "00", None]),
        ("=LEFT([@text],0)", [None, None, None, None, None]),
        ("=LEFT([@text],-1)", ["#VALUE!"] * 5),
        ("=RIGHT([@text])", ["c", "A", " ", "1", None]),
        ("=RIGHT([@text],4)", ["Abc", "公司 A", "rds ", "001", None]),
        ("=RIGHT([@text],-1)", ["#VALUE!"] * 5),
        ("=MID([@text],2,2)", ["bc", "公司", " t", "01", None]),
        ("=MID([@text],9,2)", [None, None, "or", None, None]),
        ("=MID([@text],0,2)", ["#VALUE!"] * 5),
        ("=MID([@text],1,-1)", ["#VALUE!"] * 5),
        ("=TRIM([@text])", ["Abc", "甲公司 A", "two words", "001", None]),
        ("=UPPER([@text])", ["ABC", "甲公司 A", "  TWO  WORDS ", "001", None]),
        ("=LOWER([@text])", ["abc", "甲公司 a", "  two  words ", "001", None]),
        ('=EXACT([@text],"abc")', [False, False, False, False, False]),
        ('=EXACT([@text],"001")', [False, False, False, True, False]),
        ('=[@text]="aBC"', [True, False, False, False, False]),
        ('=[@text]<>"aBC"', [False, True, True, True, True]),
        ('=[@text]="1"', [False, False, False, False, False]),
        ('=[@text]=""', [False, False, False, False, True]),
        ('=SEARCH("a",[@text])', ["1", "5", "#VALUE!", "#VALUE!", "#VALUE!"]),
        ('=SEARCH("O",[@text],6)', ["#VALUE!", "#VALUE!", "9", "#VALUE!", "#VALUE!"]),
        ('=SEARCH("A",[@text],0)', ["#VALUE!"] * 5),
        ('=SUBSTITUTE([@text]," ","-")', ["Abc", "甲公司-A", "--two--words-", "001", None]),
        ('=SUBSTITUTE([@text],"0","9",2)', ["Abc", "甲公司 A", "  two  words ", "091", None]),
        ('=SUBSTITUTE([@text],"0","9",0)', ["#VALUE!"] * 5),
        ('=SUBSTITUTE([@text],"","9")', ["Abc", "甲公司 A", "  two  words ", "001", None]),
        ('=SUBSTITUTE([@text],[@text],"x")', ["x", "x", "x", "x", None]),
        ('="<"&[@text]&">"', ["<Abc>", "<甲公司 A>", "<  two  words >", "<001>", "<>"]),
        ('=IFERROR(SEARCH("司",[@text]),0)', ["0", "3", "0", "0", "0"]),
    ],
)
def test_functions_of_texts(source: str, expected: list[Shown]) -> None:
    shown = [str(each) if isinstance(each, str) else each for each in calculated(source, {"text": list(TEXTS)})]
    assert expected == shown


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("straße", "STRASSE", False),
        ("straße", "STRAßE", True),
        ("ὈΔΌΣ", "ὀδός", True),
        ("ПРИВЕТ", "привет", True),
        ("Ａｂ", "ａＢ", True),
        ("Ａ", "A", False),
        ("É", "é", True),
        (None, None, True),
    ],
)
def test_texts_are_the_same_in_capitals_and_small_letters(text: str | None, other: str | None, expected: bool) -> None:
    assert [expected] == calculated("=[@text]=[@other]", {"text": [text], "other": [other]})


def test_only_plain_spaces_are_trimmed() -> None:
    rows = {"text": ["\u3000a\u3000 ", " \ta  b\n "]}
    assert calculated("=TRIM([@text])", rows) == ["\u3000a\u3000", "\ta b\n"]


def test_a_letter_becomes_one_letter() -> None:
    rows = {"text": ["straße ﬁn", "İx", "ΟΔΟΣ"]}
    assert calculated("=UPPER([@text])", rows) == ["STRAßE ﬁN", "İX", "ΟΔΟΣ"]
    assert calculated("=LOWER([@text])", rows) == ["straße ﬁn", "İx", "οδος"]
    assert calculated('=SEARCH("A",[@text])', rows) == ["4", "#VALUE!", "#VALUE!"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('=[@x]&""', ["1.5", "-0.001", "0", "123456789012.35", None]),
        ('=[@x]&"|"', ["1.5|", "-0.001|", "0|", "123456789012.35|", "|"]),
        ('=[@x]*100000000&""', ["150000000", "-100000", "0", "#NUM!", "0"]),
        ('=[@x]*1.00001&""', ["1.500015", "-0.00100001", "0", "123458023580.24", "0"]),
        ('=([@x]+0.0006)&""', ["1.5006", "-0.0004", "0.0006", "123456789012.351", "0.0006"]),
        ('=TEXT([@x],"0")', ["2", "0", "0", "123456789012", "0"]),
        ('=TEXT([@x],"0.00")', ["1.50", "0.00", "0.00", "123456789012.35", "0.00"]),
        ('=TEXT([@x],"0.000000")', ["1.500000", "-0.001000", "0.000000", "123456789012.350000", "0.000000"]),
        ('=TEXT([@x],"#,##0")', ["2", "0", "0", "123,456,789,012", "0"]),
        ('=TEXT([@x],"#,##0.00")', ["1.50", "0.00", "0.00", "123,456,789,012.35", "0.00"]),
        ('=TEXT(-[@x],"#,##0.00")', ["-1.50", "0.00", "0.00", "-123,456,789,012.35", "0.00"]),
        ('=TEXT([@x],"0%")', ["150%", "0%", "0%", "12345678901235%", "0%"]),
        ('=TEXT([@x],"0.0%")', ["150.0%", "-0.1%", "0.0%", "12345678901235.0%", "0.0%"]),
        ('=TEXT([@x]/3,"0.00%")', ["50.00%", "-0.03%", "0.00%", "4115226300411.67%", "0.00%"]),
        ('=TEXT(1/[@x],"0.0")', ["0.7", "-1000.0", "#DIV/0!", "0.0", "#DIV/0!"]),
    ],
)
def test_numbers_are_written(source: str, expected: list[Shown]) -> None:
    assert expected == calculated(source, {"x": decimals("1.5", "-0.001", "0", "123456789012.350", None)})


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("yyyy-mm-dd", ["2024-02-09", "1900-03-01", "9999-12-31", "#NUM!"]),
        ("yyyy/mm/dd", ["2024/02/09", "1900/03/01", "9999/12/31", "#NUM!"]),
        ("yyyymmdd", ["20240209", "19000301", "99991231", "#NUM!"]),
        ("yyyy-mm", ["2024-02", "1900-03", "9999-12", "#NUM!"]),
        ("yyyymm", ["202402", "190003", "999912", "#NUM!"]),
        ("yyyy", ["2024", "1900", "9999", "#NUM!"]),
        ("mm", ["02", "03", "12", "#NUM!"]),
        ("dd", ["09", "01", "31", "#NUM!"]),
        ("yyyy年m月d日", ["2024年2月9日", "1900年3月1日", "9999年12月31日", "#NUM!"]),
    ],
)
def test_days_are_written(shape: str, expected: list[Shown]) -> None:
    rows = {"day": days("2024-02-09", "1900-03-01", "9999-12-31", None)}
    assert expected == calculated(f'=TEXT([@day],"{shape}")', rows)
