"""Whole columns of values, as calculation holds them: exact numbers, texts and truths, with their blanks and errors."""

from crossfoot_templates.formula.vectors.columns import Blanks as Blanks
from crossfoot_templates.formula.vectors.columns import Numbers as Numbers
from crossfoot_templates.formula.vectors.columns import Texts as Texts
from crossfoot_templates.formula.vectors.columns import Truths as Truths
from crossfoot_templates.formula.vectors.columns import Vector as Vector
from crossfoot_templates.formula.vectors.giving import Failed as Failed
from crossfoot_templates.formula.vectors.giving import Given as Given
from crossfoot_templates.formula.vectors.giving import values_of as values_of
from crossfoot_templates.formula.vectors.taking import vector_of as vector_of
