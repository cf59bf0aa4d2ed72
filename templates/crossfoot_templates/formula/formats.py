"""The formats that TEXT takes: those that every program and every language of a program reads alike."""

from __future__ import annotations

NUMBER_FORMATS = (
    "0",
    "0.0",
    "0.00",
    "0.000",
    "0.0000",
    "0.00000",
    "0.000000",
    "#,##0",
    "#,##0.00",
    "0%",
    "0.0%",
    "0.00%",
)
DATE_FORMATS = (
    "yyyy-mm-dd",
    "yyyy/mm/dd",
    "yyyymmdd",
    "yyyy-mm",
    "yyyymm",
    "yyyy",
    "mm",
    "dd",
    "yyyy年m月d日",
)
