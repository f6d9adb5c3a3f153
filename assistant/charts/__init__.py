"""Small charts that a printer without colour can print: SVG for pages, native charts for workbooks, bars of signs for Word."""
