"""Passwords: how they are kept, and which are refused."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from movements.problems import Problem

SHORTEST = 12
LONGEST = 200

_HASHER = PasswordHasher()
# Verified when there is no such account, so that the answer takes as long as for one there is.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))

# What people choose when they are made to choose twelve characters.
_COMMON_WORDS = (
    "password",
    "letmein",
    "welcome",
    "qwerty",
    "azerty",
    "iloveyou",
    "changeme",
    "administrator",
    "admin",
    "apregister",
    "register",
    "abcdefgh",
    "football",
    "liverpool",
    "monkey",
    "dragon",
    "sunshine",
    "princess",
    "school",
    "pupil",
    "secret",
)
# A password that holds one of them needs this many letters besides.
_OWN_LETTERS = 5
_DISGUISES = str.maketrans("0@$1!3", "oasiie")
_LINES = ("01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz")


def hashed(password: str) -> str:
    """The argon2id hash that is kept in place of the password."""
    return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept; takes as long when there is none to compare with."""
    try:
        return _HASHER.verify(kept or _NOBODY, password) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def new_password() -> str:
    """A random password that can be read out and typed: four groups of four letters and digits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def password_problem(
    password: str, *, sign_in_name: str, field: str = "password"
) -> Problem | None:
    """Why a password cannot be chosen, with how to mend it, or None when it can.

    Basis: NCSC guidance for passwords: length and a deny list, no rules of composition.
    """
    if len(password) < SHORTEST:
        return Problem(field, "too_short", f"Password must be at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        return Problem(field, "too_long", f"Password must be at most {LONGEST} characters.")
    if _is_common(password, sign_in_name):
        message = "Password is easy to guess. Use three random words, for example."
        return Problem(field, "too_common", message)
    return None


def _is_common(password: str, sign_in_name: str) -> bool:
    plain = password.lower()
    if len(set(plain)) < 5 or any(plain in line or plain in line[::-1] for line in _LINES):
        return True
    spelled = plain.translate(_DISGUISES)
    left = spelled
    for word in (*_COMMON_WORDS, sign_in_name.lower()):
        if len(word) > 2:
            left = left.replace(word.translate(_DISGUISES), "")
    return left != spelled and sum(map(str.isalpha, left)) < _OWN_LETTERS
