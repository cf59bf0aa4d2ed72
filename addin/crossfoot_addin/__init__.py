"""What runs inside Excel will live here: the xlwings ribbon commands and functions, and the Office.js task pane."""
