"""The JSON body of a movement: read as the texts that a row of a file would hold."""

import json
from collections.abc import Iterator
from typing import Any

from fastapi import HTTPException, Request

from movements.intake.plain_json import NotOurs, no_constant, once
from movements.problems import Problem, Refused
from movements.proposed import PROPOSED, proposed_name

LARGEST_BODY = 256 * 1024
"""Bytes of one body. The longest answers are two texts of 2,000 characters; files go elsewhere."""


async def body_of(request: Request) -> dict[str, Any]:
    """The one JSON object of a request.

    Raises HTTPException: 413 where it is too large, 400 where it cannot be read.
    """
    words = f"A body has {LARGEST_BODY:,} bytes at most: send one movement at a time."
    body = await limited(request, LARGEST_BODY, words)
    try:
        return _object(body)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, _sentence(error)) from error


async def limited(request: Request, most: int, words: str) -> bytes:
    """A body, read no further than may be; the framework's own limit answers in plain text.

    Raises HTTPException 413 with these words where it is larger.
    """
    held = bytearray()
    async for part in request.stream():
        held += part
        if len(held) > most:
            raise HTTPException(413, words)
    return bytes(held)


def _object(body: bytes) -> dict[str, Any]:
    read = json.loads(body.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=no_constant)
    if not isinstance(read, dict):
        raise NotOurs('Send one JSON object, such as {"upn": "...", "on": "2026-09-14"}.')
    # Half a character (a lone surrogate) is JSON but no text that could be kept.
    canonical(read)
    return read


def canonical(read: dict[str, Any]) -> bytes:
    """The same answers as the same bytes, however they were ordered and spaced."""
    return json.dumps(read, sort_keys=True, ensure_ascii=False).encode()


def answers_in(read: dict[str, Any]) -> dict[str, str]:
    """The answers as texts, so that a number or a yes means here what it means in a file.

    What is proposed is an object, or one text as in a file; each answer in it is named by itself.
    Raises Refused with one problem for each answer that is a list, an object or no text.
    """
    read = _one_by_one(read)
    wrong = [*_not_single(read), *_not_text(read)]
    if wrong:
        raise Refused(wrong)
    return {name: _text(value) for name, value in read.items() if value is not None}


def _one_by_one(read: dict[str, Any]) -> dict[str, Any]:
    each = read.get(PROPOSED)
    if not isinstance(each, dict) or not each:
        return read
    rest = {name: value for name, value in read.items() if name != PROPOSED}
    # An answer that is to be taken out is null, as it is empty in a form.
    return rest | {proposed_name(n): "" if v is None else v for n, v in each.items()}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _not_single(read: dict[str, Any]) -> Iterator[Problem]:
    for name, value in read.items():
        if isinstance(value, list | dict):
            yield Problem(name, "not_one_value", "Give one value, not a list or an object.")


def _not_text(read: dict[str, Any]) -> Iterator[Problem]:
    for name, value in read.items():
        if isinstance(value, str) and "\0" in value:
            words = "There is a character in it that is no text (NUL): leave it out."
            yield Problem(name, "not_text", words)


def _sentence(error: Exception) -> str:
    if isinstance(error, NotOurs):
        return str(error)
    if isinstance(error, json.JSONDecodeError):
        return f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
    return "The body is not JSON in UTF-8: check how it was written."
