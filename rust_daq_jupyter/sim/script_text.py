"""The script language, as far as the daemon's bare engine goes: text becomes statements. Pure, it executes nothing.

A small part of Rhai: `let`, assignment, arithmetic, comparison, `if`, `while`, `loop`, `for … in a..b`, blocks, calls.
"""

import re
from dataclasses import dataclass
from typing import Any

Node = tuple[Any, ...]

_TOKEN = re.compile(
    r"\s+|//[^\n]*|/\*.*?\*/|(?P<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?P<text>\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<word>[A-Za-z_]\w*)|(?P<sign>\.\.=?|&&|\|\||[-+*/%=!<>]=|[-+*/%=!<>(){}\[\];,.:|&])",
    re.DOTALL,
)
_RANKS = (("||",), ("&&",), ("==", "!="), ("<", "<=", ">", ">="), ("..", "..="), ("+", "-"), ("*", "/", "%"))
_ASSIGNMENTS = ("=", "+=", "-=", "*=", "/=", "%=")
_END = ("end", "")
DEEPEST = 64


class SyntaxFault(Exception):
    """The text is no script, in a sentence."""


@dataclass(frozen=True)
class Block:
    """Statements, and whether the last one's value is the block's."""

    statements: tuple[Node, ...]
    has_value: bool


def parse(text: str) -> Block:
    """The script that a text is; SyntaxFault says where it stops being one."""
    return _Parser(_tokens(text)).statements(until=_END)


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            line = text.count("\n", 0, at) + 1
            raise SyntaxFault(f"Syntax error: Unexpected '{text[at]}' (line {line})")
        if found.lastgroup:
            tokens.append((found.lastgroup, found[0]))
        at = found.end()
    return [*tokens, _END]


class _Parser:
    """Reads tokens from the first to the last."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def statements(self, until: tuple[str, str]) -> Block:
        found: list[Node] = []
        has_value = False
        while self._tokens[self._at] != until:
            if self._tokens[self._at] == _END:
                raise SyntaxFault("Syntax error: Script is incomplete, a closing bracket is missing")
            found.append(self._statement())
            has_value = not self._takes(";") and found[-1][0] not in ("let", "while", "loop", "for")
            while self._takes(";"):
                has_value = False
            if has_value and self._tokens[self._at] != until and found[-1][0] not in ("if", "block"):
                raise SyntaxFault(f"Syntax error: Expecting ';' before '{self._tokens[self._at][1]}'")
        self._at += 1
        return Block(tuple(found), has_value)

    def _statement(self) -> Node:
        for word in ("let", "const"):
            if self._takes(word):
                name = self._word()
                return ("let", name, self._expression() if self._takes("=") else None)
        if self._takes("while"):
            return ("while", self._expression(), self._block())
        if self._takes("loop"):
            return ("while", ("value", True), self._block())
        if self._takes("for"):
            name = self._word()
            self._must("in")
            return ("for", name, self._expression(), self._block())
        if self._takes("break"):
            return ("break",)
        if self._tokens[self._at][1] == "fn":
            raise SyntaxFault("Syntax error: Functions are not allowed here")
        return self._assignment()

    def _assignment(self) -> Node:
        target = self._expression()
        for sign in _ASSIGNMENTS:
            if target[0] == "name" and self._takes(sign):
                value = self._expression()
                return ("set", target[1], value if sign == "=" else ("binary", sign[0], target, value))
        return target

    def _block(self) -> Block:
        self._must("{")
        return self.statements(until=("sign", "}"))

    def _expression(self, rank: int = 0) -> Node:
        self._depth += 1
        if self._depth > DEEPEST * (len(_RANKS) + 1):
            raise SyntaxFault("Syntax error: Expression exceeds maximum complexity")
        node = self._unary() if rank == len(_RANKS) else self._expression(rank + 1)
        while rank < len(_RANKS) and self._tokens[self._at][1] in _RANKS[rank] and self._tokens[self._at][0] == "sign":
            sign = self._tokens[self._at][1]
            self._at += 1
            node = ("binary", sign, node, self._expression(rank + 1))
        self._depth -= 1
        return node

    def _unary(self) -> Node:
        for sign in ("-", "!"):
            if self._takes(sign):
                return ("unary", sign, self._unary())
        return self._primary()

    def _primary(self) -> Node:
        kind, text = self._tokens[self._at]
        if text in ("if", "{"):
            return self._choice() if self._takes("if") else ("block", self._block())
        self._at += 1
        if kind == "number":
            return ("value", float(text) if re.search(r"[.e]", text) else int(text))
        if kind == "text":
            return ("value", text[1:-1])
        if text == "(":
            return self._bracketed()
        if kind == "word":
            return self._named(text)
        raise SyntaxFault(f"Syntax error: Unexpected '{text}'" if text else "Syntax error: Script is incomplete")

    def _bracketed(self) -> Node:
        if self._takes(")"):
            return ("value", None)
        inner = self._expression()
        self._must(")")
        return inner

    def _named(self, text: str) -> Node:
        if text in ("true", "false"):
            return ("value", text == "true")
        return ("call", text, self._arguments()) if self._takes("(") else ("name", text)

    def _choice(self) -> Node:
        condition, then = self._expression(), self._block()
        if not self._takes("else"):
            return ("if", condition, then, None)
        otherwise = Block((self._choice(),), True) if self._takes("if") else self._block()
        return ("if", condition, then, otherwise)

    def _arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self._takes(")"):
            found.append(self._expression())
            if not self._takes(",") and self._tokens[self._at][1] != ")":
                raise SyntaxFault("Syntax error: Expecting ',' or ')' in a list of arguments")
        return tuple(found)

    def _word(self) -> str:
        kind, text = self._tokens[self._at]
        if kind != "word":
            raise SyntaxFault(f"Syntax error: Expecting the name of a variable, not '{text}'")
        self._at += 1
        return text

    def _takes(self, text: str) -> bool:
        if self._tokens[self._at][1] != text or self._tokens[self._at][0] == "text":
            return False
        self._at += 1
        return True

    def _must(self, text: str) -> None:
        if not self._takes(text):
            raise SyntaxFault(f"Syntax error: Expecting '{text}' before '{self._tokens[self._at][1]}'")
