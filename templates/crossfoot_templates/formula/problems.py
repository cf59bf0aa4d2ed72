"""Every sentence about a formula that is wrong, in both languages.

``{found}`` is what stands in the formula, ``{expected}`` what should; both are parts of formulas, names or kinds.
"""

from __future__ import annotations

AT = ("第 {place} 个字符：", "at character {place}: ")
"""Put before every sentence; ``place`` counts from 1, and the first character is the ``=``."""
NEAREST = ("是否为“{nearest}”？", " Is it “{nearest}”?")
"""Added where some right name is close to the one found."""

WRITING: dict[str, tuple[str, str]] = {
    # The formula as a whole
    "empty": (
        "这里没有公式；请写成 =[@amount]>0 的形式。",
        "there is no formula here; write one such as =[@amount]>0.",
    ),
    "no_equals": (
        "公式以“=”开头；请在“{found}”之前加上“=”。",
        "a formula begins with “=”; put it before “{found}”.",
    ),
    "too_long": (
        "公式有 {found} 个字符，最多 {expected} 个；请把一部分放到单独的计算列中。",
        "the formula has {found} characters; at most {expected}. Work a part of it out in a column of its own.",
    ),
    "nested": (
        "括号和正负号嵌套超过 {expected} 层；请把一部分放到单独的计算列中。",
        (
            "brackets and signs stand inside one another more than {expected} deep; work a part out in a column of its "
            "own."
        ),
    ),
    "chained": (
        "连续的运算超过 {expected} 个；请使用 SUM、AND 或 OR，或把一部分放到单独的计算列中。",
        (
            "more than {expected} operators follow one another; use SUM, AND or OR, or work a part out in a column of "
            "its own."
        ),
    ),
    # Signs
    "full_width": (
        "{found} 是中文（全角）符号；请改用英文符号 {expected}",
        "the sign {found} is full-width, as Chinese keyboards type it; write {expected} instead.",
    ),
    "full_width_column": (
        "“{found}”中有中文（全角）符号；请写成 {expected}。",
        "“{found}” has full-width signs, as Chinese keyboards type them; write {expected} instead.",
    ),
    "strange": (
        "公式中不能有“{found}”；文本请加英文双引号。",
        "“{found}” has no place in a formula; put text in double quotes.",
    ),
    "control_character": (
        "文本中有看不见的控制字符；请删去重写。",
        "the text holds an invisible control character; type it again.",
    ),
    "other_sign": (
        "“{found}”不是这里的运算符；请写 {expected}。",
        "“{found}” is no operator here; write {expected}.",
    ),
    "connective": (
        "“{found}”不是这里的运算符；请写成 {expected}(…,…)。",
        "“{found}” is no operator here; write {expected}(…,…).",
    ),
    "semicolon": (
        "参数之间用逗号“,”分隔，不用分号。",
        "arguments are separated by a comma “,”, not by a semicolon.",
    ),
    "power": (
        "没有乘方“^”；请把它写成乘法，例如 [@rate]*[@rate]。",
        "there is no power “^”; write it as a multiplication, such as [@rate]*[@rate].",
    ),
    "array": (
        "不能使用花括号“{found}”和数组；多个值请用 OR 或 SWITCH 分别写出。",
        "there are no arrays, so no “{found}”; write several values out with OR or SWITCH.",
    ),
    "apostrophe": (
        "文本用英文双引号括起，不用单引号：{expected}。",
        "text stands in double quotes, not in apostrophes: {expected}.",
    ),
    "other_sheet": (
        "不能引用其他工作表；其他表的列写成 表名[列名]，例如 allocation[amount]。",
        (
            "there are no references to other sheets; a column of another table is written table[column], such as "
            "allocation[amount]."
        ),
    ),
    "cell_address": (
        "“{found}”是单元格地址；请写列名，本行的列写成 [@列名]，例如 [@amount]。",
        "“{found}” is the address of a cell; name the column instead: [@amount] is the amount of this row.",
    ),
    "range": (
        "不能使用单元格区域“:”；同一行的几列请逐一写出，例如 SUM([@net],[@tax])。",
        "there are no ranges “:”; name the columns one by one, such as SUM([@net],[@tax]).",
    ),
    "error_value": (
        "不能写出错误值“{found}”；“无值”请写成空文本 {expected}。",
        "an error such as “{found}” cannot be written; write nothing as the empty text {expected}.",
    ),
    # Columns in brackets
    "no_at": (
        "本行的列要写 @：请写 {expected}，而不是 {found}。",
        "a column of this row is written with @: {expected}, not {found}.",
    ),
    "no_column": ("“{found}”中没有列名；请写成 {expected}。", "“{found}” names no column; write it as {expected}."),
    "special_item": (
        "不能使用“{found}”；本行的列请写成 {expected}。",
        "“{found}” is not known here; write a column of this row as {expected}.",
    ),
    "several_columns": (
        "“{found}”涉及多列；请逐列写出，例如 {expected}。",
        "“{found}” names more than one column; write each by itself, such as {expected}.",
    ),
    "bare_name": (
        '“{found}”单独出现，含义不明：列写成 [@{found}]，文本写成 "{found}"，函数后面要有括号。',
        (
            '“{found}” stands by itself: a column is written [@{found}], a text "{found}", and a function has '
            "brackets after it."
        ),
    ),
    "no_brackets": (
        "函数“{found}”后面要有括号：{expected}。",
        "the function “{found}” needs brackets after it: {expected}.",
    ),
    # What is not closed, and what is missing
    "open_text": (
        "这段文本没有结束：缺少右双引号。",
        "the text that begins here never ends: its closing double quote is missing.",
    ),
    "open_column": ("“{found}”缺少右方括号“]”。", "“{found}” lacks its closing bracket “]”."),
    "open_bracket": ("这个左括号“(”没有对应的右括号“)”。", "this bracket “(” is never closed; add the “)”."),
    "closing_bracket": ("这个右括号“)”没有对应的左括号。", "this bracket “)” closes nothing; remove it."),
    "comma": (
        "逗号只用于分隔函数的参数；小数请写成 1.5，数字不要加千位逗号。",
        "a comma only separates the arguments of a function; write 1.5 with a point, and 1000 without a comma.",
    ),
    "no_value": (
        '此处应为一个值，而不是“{found}”：数字、"文本"、[@列名] 或函数。',
        'a value is expected, not “{found}”: a number, a "text", a [@column] or a function.',
    ),
    "ends_early": (
        '公式到此结束，但还缺一个值：数字、"文本"、[@列名] 或函数。',
        'the formula ends here, but a value is still missing: a number, a "text", a [@column] or a function.',
    ),
    "no_operator": (
        "“{found}”之前缺少运算符（如 + 或 =）或逗号。",
        "an operator (such as + or =) or a comma is missing before “{found}”.",
    ),
    "curly_quotes": (
        "文本用英文双引号括起：请把 {found} 写成 {expected}。",
        "text stands in straight double quotes: write {found} as {expected}.",
    ),
    "unit": (
        "公式中的数字不带单位和货币符号：请把“{found}”写成 {expected}。",
        "a number in a formula has no unit and no sign of a currency: write “{found}” as {expected}.",
    ),
    "written_day": (
        "公式中的日期用 DATE 写出：请把“{found}”写成 {expected}。",
        "a date in a formula is written with DATE: write “{found}” as {expected}.",
    ),
    "bad_number": (
        "“{found}”不是这里的数字；请写成 1500000 或 0.05 的形式，不带单位和指数。",
        "“{found}” is no number here; write it as 1500000 or 0.05, without unit or exponent.",
    ),
    "long_number": (
        "“{found}”超过 {expected} 位；表格软件只能精确到 {expected} 位。编号请作为文本加双引号。",
        (
            "“{found}” has more than {expected} digits, and a spreadsheet is exact to {expected}; put a code in double "
            "quotes."
        ),
    ),
}
"""What is wrong with the text of a formula, whatever the book."""

MEANING: dict[str, tuple[str, str]] = {
    # Names
    "unknown_function": (
        "没有函数“{found}”；可用：{expected}。",
        "there is no function “{found}”; there are {expected}.",
    ),
    "unknown_column": (
        "本表没有列“{found}”；现有：{expected}。",
        "this table has no column “{found}”; it has {expected}.",
    ),
    "unknown_table": ("没有表“{found}”；现有：{expected}。", "there is no table “{found}”; there are {expected}."),
    "unknown_table_column": (
        "该表没有列“{found}”；现有：{expected}。",
        "the table has no column “{found}”; it has {expected}.",
    ),
    "unknown_code": (
        "“{found}”不是选项列表中的代码；可用：{expected}。",
        "“{found}” is no code of the choice list; there are {expected}.",
    ),
    "not_code": (
        "此处应为选项的代码（{expected}），而不是{found}。",
        "a code of the choice list is expected here ({expected}), not {found}.",
    ),
    "shown_text": (
        "“{found}”不是公式中使用的名称；请写 {expected}。",
        "“{found}” is not the name that formulas use; write {expected}.",
    ),
    "unknown_role": ("没有角色“{found}”；现有：{expected}。", "there is no role “{found}”; there are {expected}."),
    "other_name": (
        "这里没有“{found}”；请写 {expected}。",
        "there is no “{found}” here; write {expected}.",
    ),
    # Functions and where they may stand
    "few_arguments": (
        "只有 {found} 个参数，不够；应写成 {expected}。",
        "there are too few arguments ({found}); it is {expected}.",
    ),
    "many_arguments": (
        "有 {found} 个参数，太多；应写成 {expected}。",
        "there are too many arguments ({found}); it is {expected}.",
    ),
    "odd_arguments": (
        "参数要成对：{expected}；现有 {found} 个。",
        "the arguments come in pairs, {expected}; there are {found}.",
    ),
    "if_without_else": (
        'IF 缺少第三个参数：条件不成立时的值；需要空白就写 ""。',
        'IF needs a third argument: what it gives where the condition does not hold. Write "" for a blank.',
    ),
    "not_here": (
        "{found} 不能用于{expected}。",
        "{found} cannot be used in {expected}.",
    ),
    "whole_column": (
        "{found} 是整列；只有 SUMIFS、COUNTIFS、MAXIFS、MINIFS、XLOOKUP 能用整列。本行的列写成 {expected}。",
        (
            "{found} is a whole column, which only SUMIFS, COUNTIFS, MAXIFS, MINIFS and XLOOKUP take; a column of this "
            "row is written {expected}."
        ),
    ),
    "not_whole_column": (
        "此处应为另一表的整列，例如 {expected}，而不是{found}。",
        "a whole column of a table is expected here, such as {expected}, not {found}.",
    ),
    "other_table": (
        "同一函数中的各列必须属于同一个表：此处是“{found}”，前面是“{expected}”。",
        "the columns in one function are all of one table: this is of “{found}”, the first of “{expected}”.",
    ),
    # Kinds
    "not_number": ("此处应为数字，而不是{found}。", "a number is expected here, not {found}."),
    "number_in_quotes": (
        "此处应为数字；请去掉引号，写 {expected}。",
        "a number is expected here; write {expected} without quotes.",
    ),
    "not_whole": (
        "此处应为整数，而值可能带小数；请使用 INT 或 ROUND(…,0)。",
        "a whole number is expected here, and this may have decimals; use INT or ROUND(…,0).",
    ),
    "not_plain": (
        "此处应为普通数字，而不是{found}。",
        "a plain number is expected here, not {found}.",
    ),
    "not_text": (
        "此处应为文本，而不是{found}。",
        "text is expected here, not {found}.",
    ),
    "number_as_text": (
        '此处应为文本，而不是{found}；请写成 TEXT(…,"0.00") 或 …&""。',
        'text is expected here, not {found}; make text of it with TEXT(…,"0.00") or …&"".',
    ),
    "date_as_text": (
        '此处应为文本，而不是{found}；请写成 TEXT(…,"yyyy-mm-dd")。',
        'text is expected here, not {found}; make text of it with TEXT(…,"yyyy-mm-dd").',
    ),
    "choice_as_text": (
        "此处应为文本，而不是{found}：其文字因语言而异。请用 IF 或 SWITCH 写出各文本。",
        "text is expected here, not {found}, whose words differ with the language; write texts out with IF or SWITCH.",
    ),
    "quotient_as_text": (
        "除法的结果可能有无限位小数，不能直接作文本；请先用 ROUND 或 TEXT。",
        "a quotient may have decimals without end, so it is no text as it stands; use ROUND or TEXT first.",
    ),
    "not_condition": (
        "此处应为条件（TRUE 或 FALSE），例如 [@amount]>0，而不是{found}。",
        "a condition is expected here, such as [@amount]>0, not {found}.",
    ),
    "not_date": ("此处应为日期，而不是{found}。", "a date is expected here, not {found}."),
    "text_for_date": (
        "“{found}”是文本，不是日期；请写 {expected}。",
        "“{found}” is text and no date; write {expected}.",
    ),
    "number_for_date": (
        "{found} 在公式中是算术运算，不是日期；请写 {expected}。",
        "{found} is a calculation with numbers and no date; write {expected}.",
    ),
    "instant_for_date": (
        "此处应为日期，而该值还带时间；请用 INT(…) 取日期。",
        "a date is expected here, and this has a time too; INT(…) gives its date.",
    ),
    "not_literal": (
        "{expected}须作为文本直接写出，加双引号，不能是算出的值。",
        "{expected} must be written out, as a text in double quotes; it cannot be calculated.",
    ),
    "bad_digits": (
        "位数须直接写成 {expected} 的整数，而不是{found}。",
        "the number of digits must be written out, a whole number from {expected}, not {found}.",
    ),
    "bad_week": (
        "星期的计法须直接写成 {expected} 之一，而不是{found}。",
        "the way to count weekdays must be written out, one of {expected}, not {found}.",
    ),
    "bad_format": (
        "没有格式“{found}”；可用：{expected}。",
        "there is no format “{found}” for this; there are {expected}.",
    ),
    "wildcard": (
        "“{found}”含有通配符 * ? 或 ~；这里只按原文比较，请去掉。",
        "“{found}” holds a wildcard, * ? or ~; text is compared as it stands here, so leave it out.",
    ),
    "percent_whole": (
        "{expected} 是百分比列，5% 存为 0.05；{found} 会当作 {found}00%，请写 {found}%。",
        "{expected} is a column of percentages, where 5% is 0.05: {found} would be {found}00%; write {found}%.",
    ),
    "percent_twice": (
        "{found} 是百分比列，5% 已存为 0.05；请去掉 %，只写 {found}。",
        "{found} is a column of percentages, where 5% is 0.05 already; leave out the % and write {found}.",
    ),
    "many_decimals": (
        "结果会有 {found} 位小数，最多 {expected} 位；请先用 ROUND 舍入其中一部分。",
        "the result would have {found} decimal places; at most {expected}. Round a part of it with ROUND first.",
    ),
    # Amounts
    "two_currencies": (
        "两个金额的币种列不同（{found} 与 {expected}），不能混用；请先换算为同一币种。",
        "amounts of two currency columns, {found} and {expected}, do not go together; convert one of them first.",
    ),
    "amount_and_number": (
        "金额与普通数字列不能混用；请把该列的类型改为 money，或与数字相乘。",
        "an amount and a plain number do not go together; make the number's column money, or multiply by it.",
    ),
    "amount_by_amount": (
        "金额不能与金额相乘；其中一个应为数量、单价系数或比率。",
        "an amount cannot be multiplied by an amount; one of them should be a quantity, a rate or a share.",
    ),
    # Operators
    "not_calculated": (
        "“{found}”不能用于{expected}；请用 DAYS 求天数、EDATE 加月份，用 INT 取时间的日期。",
        "“{found}” does not work on {expected}; DAYS counts days, EDATE adds months, INT gives the date of a time.",
    ),
    "date_sum": (
        "两个日期不能相加；日期加减天数得到日期，两个日期相减得到天数。",
        "two dates cannot be added; a date and a number of days give a date, two dates subtracted give days.",
    ),
    "number_minus_date": (
        "不能从数字中减去日期；请写成 日期-天数。",
        "a date cannot be taken from a number; write date-days.",
    ),
    "zones": (
        "两个时间的时区不同：{found} 与 {expected}；请用 INT(…) 比较日期。",
        "these times are of different time zones, {found} and {expected}; compare their dates with INT(…).",
    ),
    "kinds_differ": (
        "{found}不能与{expected}比较；请比较同类的值。",
        "{found} cannot be compared with {expected}; compare what is of one kind.",
    ),
    "date_and_instant": (
        "日期不能与带时间的日期比较；请对带时间的一方使用 INT(…)，取其日期。",
        "a date cannot be compared with a date that has a time; INT(…) of the latter gives its date.",
    ),
    "only_equal": (
        "{found}只能用 = 和 <> 比较。",
        "{found} can only be compared with = and <>.",
    ),
    "no_order": (
        "选项列表“{found}”没有次序，只能用 = 和 <> 比较；需要次序时请在列表中写 ordered = true。",
        (
            "the choice list “{found}” has no order, so it is compared with = and <> only; ordered = true in the list "
            "gives it one."
        ),
    ),
    "no_position": (
        "“{found}”不是选项的位置；请写代码（{expected}），有次序的列表也可写从 1 开始的位置。",
        (
            "“{found}” is no position in the choice list; write a code ({expected}) or, in an ordered list, a position "
            "from 1."
        ),
    ),
    "reference_text": (
        "引用列存放另一表的行，不能与文本“{found}”比较；请与引用同一表的列比较。",
        (
            "a reference holds a row of another table and cannot be compared with the text “{found}”; compare it with "
            "a column that refers to the same table."
        ),
    ),
    "blank_order": (
        '空文本 "" 只能用 = 和 <> 比较。',
        'the empty text "" can only be compared with = and <>.',
    ),
    "blank_case": (
        'SWITCH 不能用 "" 作为一种情况；请在外面写 IF([@列名]="",…,SWITCH(…))。',
        'SWITCH takes no "" as a case; write IF([@column]="",…,SWITCH(…)) around it.',
    ),
    "branches_differ": (
        "各个结果的种类必须相同：此处是{found}，前面是{expected}。",
        "the results must all be of one kind: this is {found}, and before it stands {expected}.",
    ),
    # Functions over tables and over people
    "criterion_in_text": (
        "条件中的运算符不与值写在同一文本里：请把“{found}”写成 {expected}。",
        "a criterion has its operator apart from the value: write “{found}” as {expected}.",
    ),
    "criterion_order": (
        "整列条件中，{found}只能用 = 和 <> 查找；请按代码逐一写出并相加，例如 SUMIFS(…)+SUMIFS(…)。",
        (
            "in a criterion {found} can only be asked for with = and <>; write one function for each code, and add "
            "them: SUMIFS(…)+SUMIFS(…)."
        ),
    ),
    "wrong_key": (
        "按引用查找时，查找列应为该表的键列 {expected}，而不是 {found}。",
        "a reference is looked up by the key of its table, {expected}, not by {found}.",
    ),
    "not_own_column": (
        "{expected} 的参数是本行的一列，例如 OLD([@amount])。",
        "{expected} takes a column of this row, such as OLD([@amount]).",
    ),
    "not_team": (
        "此处应为引用团队的列，例如 [@team]，而不是{found}。",
        "a column that refers to a team is expected here, such as [@team], not {found}.",
    ),
    # The result
    "result_kind": (
        "公式的结果是{found}，而此处需要{expected}。",
        "the formula gives {found}, but {expected} is needed.",
    ),
}
"""What is wrong with a formula in its book."""

PROBLEMS: dict[str, tuple[str, str]] = WRITING | MEANING
"""Problem codes, each with its sentence in Chinese and in English."""
