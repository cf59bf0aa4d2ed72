"""Tests of the engine that drives LibreOffice for xlwings: through xlwings' own calls, on a real LibreOffice."""
