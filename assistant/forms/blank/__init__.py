"""The Excel form that `jixiao new 表.xlsx` hands out, and how it is read back, word for word."""
