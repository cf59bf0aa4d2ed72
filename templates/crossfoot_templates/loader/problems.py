"""Every sentence about a definition that is wrong, in both languages.

``{found}`` is what stands in the file, ``{expected}`` what should; both are names, values or lists of names.
"""

from __future__ import annotations

NEAREST = ("是否为“{nearest}”？", " Is it “{nearest}”?")
"""Added where some right name is close to the one found."""

PROBLEMS: dict[str, tuple[str, str]] = {
    # The file
    "not_a_folder": ("没有文件夹 {found}。", "there is no folder {found}."),
    "unreadable": ("无法读取文件：{found}。", "the file cannot be read: {found}."),
    "not_utf8": ("文件不是 UTF-8 编码；请以 UTF-8 另存。", "the file is not UTF-8; save it as UTF-8."),
    "not_toml": ("不是有效的 TOML：{found}。", "this is not TOML: {found}."),
    "formula_quotes": (
        "这一行无法读取（不是有效的 TOML：{found}）。公式整个放在英文单引号中：{expected}",
        "this line cannot be read (not TOML: {found}). A formula as a whole stands in single quotes: {expected}",
    ),
    "too_deep": ("嵌套层数过多。", "it is nested too deeply."),
    "no_book": (
        "[[{found}]] 需要同一文件中的 [book]。",
        "[[{found}]] needs a [book] in the same file.",
    ),
    # A key and its value
    "unknown_key": ("没有键“{found}”；可用的键：{expected}。", "there is no key “{found}” here; there are {expected}."),
    "missing_key": ("缺少键 {expected}。", "the key {expected} is missing."),
    "not_text": ("{found} 不是文本；请加引号。", "{found} is not text; put it in quotes."),
    "not_yes_no": ("{found} 不是 true 或 false。", "{found} is neither true nor false."),
    "not_whole": ("{found} 不是整数。", "{found} is not a whole number."),
    "not_number": ("{found} 不是数字。", "{found} is not a number."),
    "not_day": (
        "{found} 不是日期；请写成 2025-01-31，不加引号。",
        "{found} is not a date; write it as 2025-01-31, without quotes.",
    ),
    "not_names": (
        '{found} 不是名称列表；请写成 ["code"] 的形式。',
        '{found} is not a list of names; write it as ["code"].',
    ),
    "not_name_lists": (
        '{found} 不是由名称列表组成的列表；请写成 [["customer", "name"]] 的形式。',
        '{found} is not a list of lists of names; write it as [["customer", "name"]].',
    ),
    "not_table": ("{found} 不是表；请写成 [{expected}]。", "{found} is not a table; write it as [{expected}]."),
    "not_tables": (
        "{found} 不是表的列表；请写成 [[{expected}]]。",
        "{found} is not a list of tables; write each as [[{expected}]].",
    ),
    "not_one_of": ("“{found}”不是 {expected} 之一。", "“{found}” is none of {expected}."),
    "out_of_bounds": ("{found} 不在 {expected} 之间。", "{found} is not within {expected}."),
    "empty_list": ("列表为空；至少写一个名称。", "the list is empty; name at least one."),
    # Names
    "bad_name": (
        "名称“{found}”应以小写字母开头，只含小写字母、数字和下划线，不超过 40 个字符。",
        (
            "the name “{found}” must begin with a lower-case letter and hold only lower-case letters, digits and "
            "underscores, at most 40."
        ),
    ),
    "bad_code": (
        "代码“{found}”应以字母或数字开头，只含字母、数字和 _ + . -，不超过 40 个字符。",
        "the code “{found}” must begin with a letter or digit and hold only letters, digits and _ + . -, at most 40.",
    ),
    "reserved_name": (
        "名称“{found}”由 crossfoot 自用，请换一个。",
        "the name “{found}” is crossfoot's own; choose another.",
    ),
    "table_has_name": (
        "“{found}”已是一个表的名称；选项列表请换一个名称。",
        "“{found}” is the name of a table; give the choice list another.",
    ),
    "twice": ("“{found}”重复；首次出现在 {expected}。", "“{found}” stands twice; first in {expected}."),
    "unknown_type": (
        "没有类型“{found}”；可用的类型：{expected}。",
        "there is no type “{found}”; there are {expected}.",
    ),
    "unknown_choices": (
        "没有选项列表“{found}”；现有：{expected}。",
        "there is no choice list “{found}”; there are {expected}.",
    ),
    "unknown_table": ("没有表“{found}”；现有：{expected}。", "there is no table “{found}”; there are {expected}."),
    "unknown_column": (
        "表中没有列“{found}”；现有：{expected}。",
        "the table has no column “{found}”; it has {expected}.",
    ),
    "unknown_role": ("没有角色“{found}”；现有：{expected}。", "there is no role “{found}”; there are {expected}."),
    "unknown_zone": (
        "没有时区“{found}”；请写成 Asia/Shanghai 的形式。",
        "there is no time zone “{found}”; write it as Asia/Shanghai.",
    ),
    # Labels
    "blank_label": ("文字为空。", "the text is blank."),
    "long_label": (
        "文字有 {found} 个字符，最多 {expected} 个。",
        "the text has {found} characters; at most {expected}.",
    ),
    "untidy_label": (
        "“{found}”首尾有空格，或含换行等控制字符。",
        "“{found}” begins or ends with a space, or holds a line break or another control character.",
    ),
    "same_header": (
        "表头“{found}”与 {expected} 相同（不分大小写）。",
        "the heading “{found}” is also that of {expected} (upper and lower case count alike).",
    ),
    "same_label": (
        "“{found}”也是 {expected} 的文字，单元格中无法区分。",
        "“{found}” is also the text of {expected}; a cell could not tell them apart.",
    ),
    "same_title": (
        "工作表名“{found}”与 {expected} 相同（不分大小写）。",
        "the sheet title “{found}” is also that of {expected} (upper and lower case count alike).",
    ),
    "long_title": (
        "工作表名有 {found} 个字符，最多 {expected} 个。",
        "the sheet title has {found} characters; a spreadsheet takes at most {expected}.",
    ),
    "bad_title": (
        "工作表名“{found}”不可含有 {expected}，不可以单引号开头或结尾，也不可叫 History。",
        "a sheet title may not hold any of {expected}, begin or end with an apostrophe, or be History: “{found}”.",
    ),
    # Keys, references, money
    "key_not_required": (
        "主键列“{found}”必须是必填（required = true）或自动编号。",
        "the key column “{found}” must be required or numbered.",
    ),
    "key_hidden": (
        "列“{found}”用于识别各行，必须人人可读；现只限 {expected}。",
        "the column “{found}” tells rows apart, so everybody must be able to read it, not only {expected}.",
    ),
    "display_not_required": (
        "显示列“{found}”必须是必填（required = true）或自动编号。",
        "the display column “{found}” must be required or numbered.",
    ),
    "not_shown_by_one": (
        "不能引用表“{found}”：其主键有多列，且没有必填、单独唯一的 display 列。",
        (
            "a reference cannot point at “{found}”: its key has several columns and it has no display column that is "
            "required and unique by itself."
        ),
    ),
    "currency_type": (
        "币种列“{found}”的类型应为 choice 或 code，而不是 {expected}。",
        "the currency column “{found}” must be a choice or a code, not {expected}.",
    ),
    "currency_hidden": (
        "能看金额的人也必须能看币种列“{found}”；它只限 {expected}。",
        "who may read the amount must be able to read its currency column “{found}”, which is for {expected} only.",
    ),
    # A type's options
    "min_over_max": ("min {found} 大于 max {expected}。", "min {found} is above max {expected}."),
    "length_over_max": (
        "length {found} 大于 max_length {expected}。",
        "length {found} is above max_length {expected}.",
    ),
    "bad_pattern": ("“{found}”不是正则表达式：{expected}。", "“{found}” is no regular expression: {expected}."),
    "bad_numbering": (
        "编号格式“{found}”须有且只有一段 #，每个 # 代表一位数字。",
        "the numbering “{found}” must hold one run of #, each for a digit.",
    ),
    "numbering_fact": (
        "编号格式中没有“{{{found}}}”；花括号内可用：{expected}。",
        "the numbering has no “{{{found}}}”; in braces there can be {expected}.",
    ),
    "numbering_refused": (
        "编号格式会得到“{found}”，不符合本列的 {expected}。",
        "the numbering gives “{found}”, which the column's {expected} does not allow.",
    ),
    # Formulas and rules
    "rule_kind": (
        "一条规则须有且只有一个公式键（{expected}）；现有：{found}。",
        "a rule has one formula, under one of the keys {expected}; here: {found}.",
    ),
    "rule_key": (
        "键 {found} 只用于 {expected} 规则。",
        "the key {found} goes with {expected} only.",
    ),
    "not_in_query": (
        "“{found}”不能用于此条件，因为它要成为查询的一部分；可用：{expected}。",
        "“{found}” cannot be used in this condition, which becomes a part of queries; there are {expected}.",
    ),
    "check_over_figure": (
        "“{found}”随其他行而变，而 check 只在本行改动时检查；请改用 limit。",
        "“{found}” changes with other rows, and a check is asked only when its own row changes; make it a limit.",
    ),
    "computed_in_query": (
        "“{found}”是计算列，而此条件只能查看人工填写的列；请改用它所依据的列。",
        "“{found}” is computed, and this condition sees columns that people fill in only; use the columns behind it.",
    ),
    "not_by_reference": (
        (
            "“{found}”在此条件中要为每一行查遍整张表；请按引用列或本行的编号去找，"
            "如 XLOOKUP([@customer],customer[code],…)。"
        ),
        (
            "“{found}” would go through a whole table for every row here; ask by a reference or by the row's own key, "
            "as XLOOKUP([@customer],customer[code],…) does."
        ),
    ),
    "not_computed": (
        "本列由人填写，不能改为公式计算；请另加一列。",
        "people fill this column in, so it cannot become a computed one; add another column for the formula.",
    ),
    "computed_with": (
        "由公式计算的列不能同时有 {found}。",
        "a computed column cannot have {found} as well.",
    ),
    "computed_in": (
        "由公式计算的列“{found}”不能用于 {expected}。",
        "the computed column “{found}” cannot be used as {expected}.",
    ),
    "default_in": ("自动编号的列不能有 default。", "a numbered column cannot have a default."),
    "circular": (
        "公式循环引用：{found}。",
        "these columns are computed from each other in a circle: {found}.",
    ),
    "needs_itself": (
        "“{found}”的公式用到了“{found}”自己；请改用其他列。",
        "the formula of “{found}” names “{found}” itself; let it look at other columns.",
    ),
    "looks_at_today": (
        '“{found}”由 TODAY() 算出，每天不同，不能被整列引用；请改用它所依据的列，例如日期加条件 "<"&TODAY()。',
        (
            "“{found}” comes from TODAY() and is another value every day, so no formula can look at the whole column; "
            'use the columns behind it, for instance a date with the criterion "<"&TODAY().'
        ),
    ),
    # A sheet of another book's table
    "own_table": (
        "表“{found}”已在工作簿 {expected} 中。",
        "the table “{found}” has its sheet in book {expected} already.",
    ),
    "share_lacks": (
        "此工作表还需要列“{expected}”（主键、金额的币种，可编辑时还有必填列）。",
        (
            "the sheet also needs the column “{expected}”: the key, an amount's currency and, where it is editable, "
            "what is required."
        ),
    ),
    # What a later file may not do
    "nothing_to_change": (
        "没有可修改的“{found}”；若要新建，需要键 {expected}。",
        "there is no “{found}” to change, and a new one needs the key {expected}.",
    ),
    "other_book": (
        "表“{found}”属于工作簿 {expected}；请在该工作簿的文件中修改，或用 [[share]] 在此显示。",
        (
            "the table “{found}” belongs to book {expected}: change it in a file of that book, or show it here with "
            "[[share]]."
        ),
    ),
    "fixed": (
        "不可修改：现为 {expected}，不能改成 {found}。",
        "it cannot be changed: it is {expected} and stays so, not {found}.",
    ),
    "loosened": (
        "限制只能收紧：现为 {expected}，{found} 会放宽。",
        "a limit can only be made tighter: it is {expected}, and {found} is looser.",
    ),
    "relaxed": ("true 不能改回 false。", "what is true stays true."),
    "widened": (
        "角色只能减少：现为 {expected}，{found} 会让更多人进入。",
        "roles can only be taken away: it is for {expected}, and {found} would let others in.",
    ),
}
"""Problem codes, each with its sentence in Chinese and in English."""
