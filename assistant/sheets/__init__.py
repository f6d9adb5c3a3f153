"""Spreadsheets as grids of cells with text, number, format and place."""
