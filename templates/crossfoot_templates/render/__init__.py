"""Workbooks made from a view of a book: empty, and ready for somebody to type in."""

from crossfoot_templates.render.workbook import render_workbook as render_workbook
