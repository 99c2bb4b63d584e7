# Copyright The Spoor Authors
# SPDX-License-Identifier: Apache-2.0
"""The same as spoor.py for programs that have opentelemetry-python: its context from and into environments.

    from opentelemetry import trace
    from spoor_opentelemetry import child_environment, parent_context

    with trace.get_tracer("agent").start_as_current_span("agent.python_execution", parent_context()):
        subprocess.run(["git", "status"], env=child_environment())

The propagators are those that are set (OTEL_PROPAGATORS). Reading os.environ with their default getter
finds nothing, because variables have upper case names.
"""
import os
import re

from opentelemetry import propagate
from opentelemetry.propagators.textmap import Getter, Setter

_NOT_ALLOWED = re.compile(r"[^A-Z0-9_]")


def _name(field):
    name = _NOT_ALLOWED.sub("_", field.upper() if field.isascii() else field)
    return "_" + name if not name or name[0].isdigit() else name


class _EnvironmentGetter(Getter):
    def get(self, carrier, key):
        value = carrier.get(_name(key))
        return None if value is None else [value]

    def keys(self, carrier):
        return [name for name in carrier if name == _name(name)]


class _EnvironmentSetter(Setter):
    def set(self, carrier, key, value):
        # Python writes a space as "+", which others read as a plus sign; "+" itself it writes as %2B.
        carrier[_name(key)] = value.replace("+", "%20") if key == "baggage" else value


def parent_context(environ=None):
    """Returns the context that this process was started with."""
    return propagate.extract(os.environ if environ is None else environ, getter=_EnvironmentGetter())


def child_environment(context=None, base=None):
    """Returns a copy of the environment that carries the current (or the given) context to a child."""
    environ = dict(os.environ if base is None else base)
    fresh = {}
    propagate.inject(fresh, context, setter=_EnvironmentSetter())
    if "TRACEPARENT" in fresh:
        environ.pop("TRACESTATE", None)
    environ.update(fresh)
    return environ
