"""What every group of the data file is: known keys only, and values that do not change once read."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, model_validator


class Row(BaseModel):
    """A group of the data file. Unknown keys are errors; values do not change once read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_alias=True, validate_by_name=True
    )

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, value: object) -> object:
        """A key without a value says as much as no key at all."""
        if not isinstance(value, dict):
            return value
        return {key: item for key, item in value.items() if item is not None}
