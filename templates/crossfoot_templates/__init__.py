"""What a book is: its model, its definitions, its messages and the workbooks made from them.

Where things live:

- ``types/`` the column types: what a value is, how it is written on the wire and in a cell;
- ``model`` books, tables, columns, choice lists, and the view of a book one person may have;
- ``standard`` the columns every table has and the tables the accounts supply;
- ``loader`` TOML definitions and a company's overlay into a checked :class:`model.Catalog`;
- ``rules`` what is checked on a row, the same on both sides of the wire;
- ``messages`` every sentence a user can be shown, in Chinese and in English;
- ``layout`` where things stand in a sheet; ``render`` the .xlsx made from a view;
- ``books`` the definitions shipped with crossfoot.
"""
