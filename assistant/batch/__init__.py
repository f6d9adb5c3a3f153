"""Many projects in one go: sources → data files → scores, faults, reports, forms → 批次.xlsx; the ledger knows what is done."""
