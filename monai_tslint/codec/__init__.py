"""Plain data as JSON values and back, exactly."""

from monai_tslint.codec.judgements import decode_finding, decode_fix, encode_finding, encode_fix
from monai_tslint.codec.knowledge import (
    SCHEMA,
    Json,
    decode_event,
    decode_facts,
    decode_index,
    decode_value,
    encode_event,
    encode_facts,
    encode_index,
    encode_value,
)

__all__ = [
    "SCHEMA",
    "Json",
    "decode_event",
    "decode_facts",
    "decode_finding",
    "decode_fix",
    "decode_index",
    "decode_value",
    "encode_event",
    "encode_facts",
    "encode_finding",
    "encode_fix",
    "encode_index",
    "encode_value",
]
