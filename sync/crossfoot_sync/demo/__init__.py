"""The worked example behind ``make demo``."""
