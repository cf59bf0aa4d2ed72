"""What the mapping can say where the file cannot be mended: the way out beside a finding."""

from __future__ import annotations

from crossfoot_templates.label import Label

_VALUES = Label(
    '可在映射文件中写：values = { "文件中的写法" = "工作簿中的写法" }。',
    'In the mapping: values = { "as in the file" = "as in the book" }.',
)

HINTS: dict[str, Label] = {
    "code_is_number": Label(
        '可在映射文件中写：numbers = "text"，即按现有数字录入。',
        'In the mapping: numbers = "text" takes the digits that are there.',
    ),
    "date_order_unknown": Label(
        '可在映射文件中写：date_order = "dmy" 或 "mdy"。', 'In the mapping: date_order = "dmy" or "mdy".'
    ),
    "not_a_boolean": _VALUES,
    "not_a_choice": _VALUES,
    "not_a_choice_of": _VALUES,
    "not_a_choice_of_near": _VALUES,
    "not_a_choice_near": _VALUES,
    "unknown_reference": _VALUES,
    "unknown_reference_near": _VALUES,
    "unknown_reference_among": _VALUES,
    "ambiguous_reference": _VALUES,
}
"""By the code of a finding's message."""
