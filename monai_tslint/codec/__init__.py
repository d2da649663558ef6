"""Plain data as JSON values and back, exactly."""

from monai_tslint.codec.judgements import decode_finding, decode_fix, encode_finding, encode_fix
from monai_tslint.codec.knowledge import SCHEMA, Json, decode_facts, decode_index, encode_facts, encode_index

__all__ = [
    "SCHEMA",
    "Json",
    "decode_facts",
    "decode_finding",
    "decode_fix",
    "decode_index",
    "encode_facts",
    "encode_finding",
    "encode_fix",
    "encode_index",
]
