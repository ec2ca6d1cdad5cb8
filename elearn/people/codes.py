"""The code on a printed card: eight symbols and a check symbol, easy to read aloud and to type.

Crockford's 32 symbols leave out I, L, O and U. The check symbol is ISO/IEC 7064's hybrid system
for 32 symbols (MOD 33,32): it catches every single wrong symbol and nearly every swap.
"""

from random import Random

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
PIN_DIGITS = 6
# What people write for what they read: Crockford's own substitutions.
READ_AS = str.maketrans("OIL", "011")


class MistypedCode(ValueError):
    """What was typed is not a code: a symbol is missing, foreign or wrong."""


def new_code(random: Random) -> str:
    """A new code of nine symbols, its check symbol included; pass a SystemRandom for real cards."""
    body = "".join(random.choice(SYMBOLS) for _ in range(LENGTH))
    return body + check_symbol(body)


def new_pin(random: Random) -> str:
    """A new PIN of six digits."""
    return f"{random.randrange(10**PIN_DIGITS):0{PIN_DIGITS}}"


def read_code(typed: str) -> str:
    """The code that was meant, whatever the case, spaces or dashes; raises MistypedCode."""
    code = "".join(typed.upper().split()).replace("-", "").translate(READ_AS)
    if len(code) != LENGTH + 1 or any(symbol not in SYMBOLS for symbol in code):
        raise MistypedCode
    if check_symbol(code[:LENGTH]) != code[LENGTH]:
        raise MistypedCode
    return code


def written(code: str) -> str:
    """The code in groups as the card prints it: K7P4 QX2M M."""
    return f"{code[:4]} {code[4:8]} {code[8:]}"


def check_symbol(body: str) -> str:
    """The symbol that ISO/IEC 7064 MOD 33,32 adds to these."""
    modulus = len(SYMBOLS)
    remainder = modulus
    for symbol in body:
        remainder = (remainder + SYMBOLS.index(symbol)) % modulus or modulus
        remainder = (2 * remainder) % (modulus + 1)
    return SYMBOLS[(1 - remainder) % modulus]
