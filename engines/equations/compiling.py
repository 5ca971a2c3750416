"""Generated functions made fast: from a syntax tree to machine code that is kept on disk.

No text is ever executed. A generated `ast.FunctionDef` is translated to a code object, the code
object is taken out of the constants of its module, and numba compiles it.
"""

from __future__ import annotations

import ast
import hashlib
import sys
import threading
import types
from collections.abc import Collection, Mapping
from typing import Any

import numba
import numpy as np
from numba.core.dispatcher import Dispatcher
from numba.core.extending import _Intrinsic

from engines.equations.kernel_cache import PREFIX, keep_on_disk, pseudo_name

# Freedom the optimiser may take. NaN and infinity stay honoured (no "nnan", "ninf"): a state that
# blows up must be seen to do so. "reassoc" stays out, it would undo compensated sums.
FASTMATH = frozenset({"contract", "nsz", "arcp"})

# Part of every stamp; raised when this module changes what is stored.
_VERSION = "separatrix-kernels-1"

_lock = threading.Lock()
_made: dict[str, Dispatcher] = {}


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _constant_text(constant: object) -> str:
    if isinstance(constant, types.CodeType):
        return _code_text(constant)
    if isinstance(constant, set | frozenset):  # its own order differs from process to process
        return repr(sorted(map(repr, constant)))
    return repr(constant)


def _code_text(code: types.CodeType) -> str:
    constants = [_constant_text(constant) for constant in code.co_consts]
    return _digest(code.co_code.hex(), repr(code.co_names), repr(code.co_varnames), *constants)


def fingerprint(binding: object, _seen: frozenset[int] = frozenset()) -> str:
    """A text that changes whenever the meaning of a bound object does.

    For compiled functions it covers their code and, recursively, every compiled function and
    number they refer to, so that a cached caller never outlives its callees.
    """
    if id(binding) in _seen:
        return "itself"
    seen = _seen | {id(binding)}
    if isinstance(binding, Dispatcher):
        function, options = binding.py_func, binding.targetoptions
        if function.__code__.co_filename.startswith(PREFIX):
            return function.__code__.co_filename
    elif isinstance(binding, _Intrinsic):
        function, options = binding._defn, {}
    elif isinstance(binding, np.ndarray):
        return _digest(str(binding.dtype), str(binding.shape), binding.tobytes().hex())
    elif isinstance(binding, tuple):
        return _digest(*(fingerprint(part, seen) for part in binding))
    elif isinstance(binding, types.ModuleType):
        return binding.__name__
    else:
        return repr(binding)
    used = {name: function.__globals__.get(name) for name in function.__code__.co_names}
    inner = [
        f"{name}={fingerprint(value, seen)}"
        for name, value in sorted(used.items())
        if isinstance(value, Dispatcher | _Intrinsic | int | float | tuple | np.ndarray)
    ]
    cells = [fingerprint(cell.cell_contents, seen) for cell in function.__closure__ or ()]
    chosen = repr(sorted((name, _constant_text(value)) for name, value in options.items()))
    return _digest(_code_text(function.__code__), chosen, *inner, *cells)


def compiled(
    definition: ast.FunctionDef,
    bindings: Mapping[str, object],
    *,
    key: str,
    fastmath: Collection[str] = FASTMATH,
    inline: bool = False,
) -> Dispatcher:
    """Machine code for a generated function; compiled at its first call, then kept on disk.

    Args:
        definition: The function, without decorators; its body may use only its arguments and
            the names in `bindings`.
        bindings: Name to compiled function, module, type, number or tuple of numbers.
        key: Text that stands for whatever else the result depends on.
        fastmath: Freedom of the optimiser, LLVM's words.
        inline: Ask LLVM to inline it into its callers whatever its size.

    Returns:
        A `nogil` dispatcher. The same definition, bindings and key give the same object.
    """
    text = ast.unparse(ast.fix_missing_locations(definition))
    bound = [f"{name}={fingerprint(value)}" for name, value in sorted(bindings.items())]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    flags = ",".join(sorted(fastmath))
    stamp = _digest(
        _VERSION, numba.__version__, python, flags, str(inline), key, text, "\n".join(bound)
    )
    short = stamp[:24]
    with _lock:
        if short in _made:
            return _made[short]
    # Symbols of machine code are made from the name; a name of its own keeps kernels that were
    # cached in other processes from being taken for each other.
    named = ast.FunctionDef(
        name=f"{definition.name}_{short[:12]}",
        args=definition.args,
        body=definition.body,
        decorator_list=[],
    )
    if sys.version_info >= (3, 12):
        named.type_params = []
    module = ast.fix_missing_locations(ast.Module([named], []))
    filename = pseudo_name(short)
    outer = compile(module, filename, "exec", dont_inherit=True)
    code = next(c for c in outer.co_consts if isinstance(c, types.CodeType))
    # numba looks the module up again when it loads a kernel from disk
    scope = {"__name__": __name__, "__builtins__": {}, **_BUILTINS, **bindings}
    function = types.FunctionType(code, scope)
    options: dict[str, Any] = {"forceinline": True} if inline else {}
    dispatcher = numba.njit(nogil=True, error_model="numpy", fastmath=set(fastmath), **options)(
        function
    )
    with _lock:
        keep_on_disk(dispatcher, stamp)
        return _made.setdefault(short, dispatcher)


# Names numba gives a meaning to that loops and conversions need.
_BUILTINS: dict[str, object] = {
    "range": range,
    "len": len,
    "min": min,
    "max": max,
    "abs": abs,
    "int": int,
    "float": float,
}
