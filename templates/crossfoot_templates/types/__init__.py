"""The column types a definition can name."""

from __future__ import annotations

from typing import TypeAlias

from crossfoot_templates.types.base import (
    CellValue as CellValue,
)
from crossfoot_templates.types.base import (
    ColumnType as ColumnType,
)
from crossfoot_templates.types.base import (
    Value as Value,
)
from crossfoot_templates.types.base import (
    WireValue as WireValue,
)
from crossfoot_templates.types.base import (
    canonical as canonical,
)
from crossfoot_templates.types.listed import Boolean as Boolean
from crossfoot_templates.types.listed import Choice as Choice
from crossfoot_templates.types.listed import Reference as Reference
from crossfoot_templates.types.number import (
    Decimal as Decimal,
)
from crossfoot_templates.types.number import (
    Integer as Integer,
)
from crossfoot_templates.types.number import (
    Money as Money,
)
from crossfoot_templates.types.number import (
    Percent as Percent,
)
from crossfoot_templates.types.text import Code as Code
from crossfoot_templates.types.text import LongText as LongText
from crossfoot_templates.types.text import Text as Text
from crossfoot_templates.types.time import Date as Date
from crossfoot_templates.types.time import DateTime as DateTime

AnyType: TypeAlias = (
    Text | LongText | Code | Integer | Decimal | Money | Percent | Date | DateTime | Boolean | Choice | Reference
)
"""One of the types; msgspec reads the ``type`` field to tell which."""

TYPES: dict[str, type[ColumnType]] = {
    str(each.__struct_config__.tag): each
    for each in (
        Text,
        LongText,
        Code,
        Integer,
        Decimal,
        Money,
        Percent,
        Date,
        DateTime,
        Boolean,
        Choice,
        Reference,
    )
}
"""Every column type by its name in a definition."""
