"""The base of every value in this package: frozen, strict about unknown fields, cheap to compare."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; two with the same fields are the same."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", defer_build=True)
