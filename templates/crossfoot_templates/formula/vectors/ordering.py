"""Comparing and choosing between columns."""

from __future__ import annotations

import numpy as np

from crossfoot_templates.formula.vectors.checked import product, scaled
from crossfoot_templates.formula.vectors.columns import (
    Blanks,
    Errors,
    Mask,
    Numbers,
    Texts,
    Truths,
    Units,
    Vector,
    as_numbers,
    as_texts,
    as_truths,
    blank_rows,
    first_errors,
)
from crossfoot_templates.formula.vectors.exact import fraction_at, parts, patched


def comparable(left: Numbers, right: Numbers) -> tuple[Units, Units]:
    """Two arrays whose entries compare as ``left`` and ``right`` do."""
    if left.denominators is None and right.denominators is None:
        scale = max(left.scale, right.scale)
        units, wrong = scaled(left.units, 10 ** (scale - left.scale), left.bound)
        others, wrong_too = scaled(right.units, 10 ** (scale - right.scale), right.bound)
    elif left.denominators is right.denominators:
        return left.units, right.units
    else:
        (units, denominators), (others, denominators_too) = parts(left), parts(right)
        units, wrong = _crossed(units, denominators_too, left.bound)
        others, wrong_too = _crossed(others, denominators, right.bound)
    wrong = wrong | wrong_too
    if not wrong.any():
        return units, others
    shape = np.broadcast_shapes(units.shape, others.shape, wrong.shape)
    units, others = (np.broadcast_to(each, shape).copy() for each in (units, others))
    for row in np.flatnonzero(np.broadcast_to(wrong, shape)):
        first, second = fraction_at(left, int(row)), fraction_at(right, int(row))
        units[row], others[row] = int(first > second), int(first < second)
    return units, others


def _crossed(units: Units, denominators: Units, bound: int) -> tuple[Units, Mask]:
    if denominators.size == 1:
        return scaled(units, int(denominators[0]), bound)
    return product(units, denominators)


def chosen(first: Mask, left: Vector, right: Vector, errors: Errors | None = None) -> Vector:
    """``left`` on the rows of ``first`` and ``right`` on the others, with the errors of those; ``errors`` go before."""
    found = first_errors(errors, _chosen_errors(first, left.errors, right.errors))
    for wanted in (left, right):
        match wanted:
            case Numbers():
                return _chosen_numbers(first, as_numbers(left), as_numbers(right), found)
            case Texts():
                return Texts(np.where(first, as_texts(left).values, as_texts(right).values), found)
            case Truths():
                values = np.where(first, as_truths(left).values, as_truths(right).values)
                return Truths(values, _chosen_blanks(first, left, right), found)
    return Blanks(found)


def _chosen_numbers(first: Mask, left: Numbers, right: Numbers, errors: Errors | None) -> Numbers:
    blank = _chosen_blanks(first, left, right)
    bound = max(left.bound, right.bound)
    if left.denominators is None and right.denominators is None:
        if left.scale == right.scale:
            return Numbers(np.where(first, left.units, right.units), left.scale, None, blank, errors, bound)
        scale = max(left.scale, right.scale)
        units, wrong = scaled(left.units, 10 ** (scale - left.scale), left.bound)
        others, wrong_too = scaled(right.units, 10 ** (scale - right.scale), right.bound)
        result = Numbers(np.where(first, units, others), scale, None, blank, errors)
        wrong = np.where(first, wrong, wrong_too)
        return patched(result, wrong, lambda row: fraction_at(left if _at(first, row) else right, row))
    (units, denominators), (others, denominators_too) = parts(left), parts(right)
    below = denominators if denominators is denominators_too else np.where(first, denominators, denominators_too)
    return Numbers(np.where(first, units, others), 0, below, blank, errors, bound)


def _chosen_blanks(first: Mask, left: Vector, right: Vector) -> Mask | None:
    blank, blank_too = blank_rows(left), blank_rows(right)
    if not (blank.any() or blank_too.any()):
        return None
    return np.where(first, blank, blank_too)


def _chosen_errors(first: Mask, left: Errors | None, right: Errors | None) -> Errors | None:
    if left is None and right is None:
        return None
    none = np.zeros(1, np.int8)
    return np.where(first, none if left is None else left, none if right is None else right)


def _at(mask: Mask, row: int) -> bool:
    return bool(mask[row] if mask.size > 1 else mask[0])
