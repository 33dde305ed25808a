"""The workbook with the numbers of a province."""
