"""Records as JSON and back, exactly. What does not have the form of the records is refused: `msgspec.MsgspecError`."""

from __future__ import annotations

from typing import Any

from msgspec.json import Decoder, Encoder

from monai_tslint.facts import FileIndex, FunctionFacts

Json = Any
"""A JSON value. Its shape is private to whoever writes it, and reads it."""

SCHEMA = 7
"""Changes whenever the records in `monai_tslint.facts` or their meaning change; stored facts of another number are not read."""

_ENCODER = Encoder()
_FACTS_ENCODER = Encoder(order="deterministic")
_FACTS = Decoder(FunctionFacts)
_INDEX = Decoder(FileIndex)


def encode_facts(facts: FunctionFacts) -> bytes:
    """The facts of a function as JSON, always in the same words."""
    return _FACTS_ENCODER.encode(facts)


def decode_facts(text: bytes | str) -> FunctionFacts:
    """The facts that `encode_facts` wrote."""
    return _FACTS.decode(text)


def encode_index(file: FileIndex) -> bytes:
    """The outline of a file as JSON; names are in the order of the file."""
    return _ENCODER.encode(file)


def decode_index(text: bytes | str) -> FileIndex:
    """The outline that `encode_index` wrote."""
    return _INDEX.decode(text)
