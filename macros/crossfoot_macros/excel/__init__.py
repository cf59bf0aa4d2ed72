"""The add-in of Excel: a tab in the ribbon whose buttons start Python. It is made from sources, on any system.

Its macros do nothing but start a command of ``crossfoot_addin.commands`` and say what kept it from starting.
"""

from __future__ import annotations

from crossfoot_macros.excel.building import ADDIN, AddinFaultError, about_addin, build_addin, read_about
from crossfoot_macros.excel.ribbon import buttons, ribbon_xml

__all__ = ["ADDIN", "AddinFaultError", "about_addin", "build_addin", "buttons", "read_about", "ribbon_xml"]
