"""A named tuple of arrays that compiled functions hand on as one pointer.

Numba passes a named tuple field by field, and an array as seven numbers: with dozens of arrays that makes every
call slow and compiling take minutes. Its own structures count their owners with atomic instructions at every use
of a field, which took more time than the search itself. Here the fields lie on the stack of the function that
asked for the pointer, and nobody counts: Python holds the arrays until that function returns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

import numba
from llvmlite import ir
from numba.core import cgutils, imputils, typing
from numba.core.datamodel import models
from numba.extending import lower_builtin, register_model, type_callable

Facts = TypeVar("Facts")


def by_reference(facts: Facts) -> Facts:
    """Inside compiled code: a named tuple that other compiled functions take as one pointer.

    Call it in a function that Python calls, and hand its result on, never back: it ends with that function.
    In plain Python it is the tuple itself.
    """
    return facts


class Reference(numba.types.Type):
    """What compiled code hands on instead of a named tuple."""

    def __init__(self, facts: Any) -> None:
        """The fields are those of the named tuple; their types name this one."""
        self.fields = tuple(zip(facts.fields, map(numba.types.unliteral, facts.types), strict=True))
        digest = hashlib.sha256(repr(self.fields).encode()).hexdigest()[:12]
        super().__init__(name=f"Reference({facts.instance_class.__name__}, {digest})")


@register_model(Reference)
class _Pointer(models.PrimitiveModel):
    """To compiled code a reference is an address."""

    def __init__(self, known: Any, kind: Reference) -> None:
        members = [known.lookup(of).get_value_type() for _, of in kind.fields]
        super().__init__(known, kind, ir.LiteralStructType(members).as_pointer())  # type: ignore[no-untyped-call] # its parent is not typed


@type_callable(by_reference)
def _type_of_reference(context: Any) -> Callable[[Any], Any]:  # noqa: ARG001 - Numba's signature
    def type_of(facts: Any) -> Any:
        return Reference(facts) if isinstance(facts, numba.types.BaseNamedTuple) else None

    return type_of


@lower_builtin(by_reference, numba.types.BaseNamedTuple)  # type: ignore[untyped-decorator] # Numba has no types
def _make_reference(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Lay the fields on the stack of the calling function."""
    pointer = cgutils.alloca_once(builder, context.get_value_type(signature.return_type).pointee)
    (facts,), (kinds,) = arguments, signature.args
    for number, (_, wanted) in enumerate(signature.return_type.fields):
        value = context.cast(
            builder, builder.extract_value(facts, number), kinds.types[number], wanted
        )
        builder.store(value, cgutils.gep_inbounds(builder, pointer, 0, number))
    return pointer


@typing.templates.infer_getattr
class _Fields(typing.templates.AttributeTemplate):
    """Fields have their own types."""

    key = Reference

    def generic_resolve(self, reference: Reference, name: str) -> Any:  # type: ignore[override] # nor a signature
        return dict(reference.fields).get(name)


@imputils.lower_getattr_generic(Reference)  # type: ignore[untyped-decorator] # Numba has no types
def _read_field(context: Any, builder: Any, kind: Reference, pointer: Any, name: str) -> Any:
    """The field, an array as one that nobody owns."""
    number, of = next((at, of) for at, (field, of) in enumerate(kind.fields) if field == name)
    value = builder.load(cgutils.gep_inbounds(builder, pointer, 0, number))
    if not isinstance(of, numba.types.Array):
        return value
    array = context.make_array(of)(context, builder, value=value)
    array.meminfo = cgutils.get_null_value(array.meminfo.type)
    array.parent = cgutils.get_null_value(array.parent.type)
    return array._getvalue()  # noqa: SLF001 - Numba's way to read a whole value
