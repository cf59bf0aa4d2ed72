"""A manager with a workbook open in LibreOffice, one with the task pane and one with a file, on the same rows.

The company, its servers, its troubles and its judge are those of the simulation. Each of the three works in a real
place: cells of LibreOffice behind xlwings, a mock of Excel in which the pane's own JavaScript reads and writes, and an
.xlsx file. People go on working while their program reads and writes.
"""
