"""jixiao (绩效): drafting assistant for the 项目支出绩效自评报告."""

__version__ = "0.1.0"
