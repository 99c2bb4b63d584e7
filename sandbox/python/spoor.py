# Copyright The Spoor Authors
# SPDX-License-Identifier: Apache-2.0
"""Spans from inside a sandbox, with nothing but Python's standard library (3.8 and newer).

    from spoor import span

    with span("agent.python_execution", {"agent.language": "python"}) as s:
        subprocess.run(["git", "status"], env=s.environment())
        s.set("agent.result_length", 42)

The trace goes on from TRACEPARENT, TRACESTATE and BAGGAGE in the environment. A finished span goes to
OTEL_EXPORTER_OTLP_ENDPOINT as OTLP/HTTP JSON; without an endpoint it goes to standard error as a
marked line, which the host takes out and sends on. SPOOR_EXPORT=otlp, relay or none decides otherwise.
Nothing here raises into the program, and an unsampled trace stays silent.
"""
import atexit
import collections
import contextvars
import json
import math
import os
import re
import sys
import threading
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

__all__ = ["span", "current", "baggage", "environment", "flush", "Span"]

MARK = "\x1eOTLP1 "
MAX_LINE_BYTES = 60000
MAX_ATTRIBUTES, MAX_EVENTS = 64, 32
MAX_TEXT = 4096
MAX_QUEUE = 2048
BATCH = 128
_INTERVAL_SECONDS = 1.0
_TRACEPARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", re.ASCII)
_SAMPLED, _HAS_REMOTE, _IS_REMOTE = 1, 0x100, 0x200
_RETRYABLE = (429, 502, 503, 504)
_KINDS = {"internal": 1, "server": 2, "client": 3, "producer": 4, "consumer": 5}

_current = contextvars.ContextVar("spoor_span", default=None)


# What a child needs to know of its parent.
_Context = collections.namedtuple("_Context", "trace_id span_id flags trace_state remote")


def _parse_parent(environ):
    match = _TRACEPARENT.fullmatch(environ.get("TRACEPARENT", "").strip())
    if not match:
        return None
    version, trace_id, span_id, flags, rest = match.groups()
    if version == "ff" or (version == "00" and rest) or not int(trace_id, 16) or not int(span_id, 16):
        return None
    return _Context(trace_id, span_id, int(flags, 16) & 3, _trace_state(environ.get("TRACESTATE", "")), True)


def _trace_state(value):
    members = [member for member in value.split(",") if member.strip()]
    fits = value.isascii() and value.isprintable() and len(members) <= 32
    return value if fits and all("=" in member for member in members) else ""


def _root():
    return _Context(os.urandom(16).hex(), "", _SAMPLED if _exporter().stands_alone else 0, "", False)


class Span:
    """A piece of work. Use it in a with statement; its methods may be called by any thread."""

    def __init__(self, name, attributes=None, parent=None, kind="internal"):
        self._name = _text(name)
        self._parent_span = parent
        self._kind = _KINDS.get(kind, 1)
        self._attributes, self._events, self._status = {}, [], {}
        self._context = None
        self._ended = False
        self._lock = threading.Lock()
        for key, value in (attributes or {}).items():
            self.set(key, value)

    @property
    def traceparent(self):
        context = self._start()._context
        return "00-%s-%s-%02x" % (context.trace_id, context.span_id, context.flags)

    def set(self, key, value):
        """Sets an attribute: text, bool, int, float, or a list of one of these. Returns the span."""
        key = _text(key)
        with self._lock:
            if key in self._attributes or len(self._attributes) < MAX_ATTRIBUTES:
                self._attributes[key] = value
        return self

    def event(self, name, attributes=None):
        """Records something that happened now. Returns the span."""
        with self._lock:
            if len(self._events) < MAX_EVENTS:
                self._events.append({
                    "timeUnixNano": str(time.time_ns()), "name": _text(name),
                    "attributes": _key_values(attributes or {})})
        return self

    def record(self, exception):
        """Records an exception and marks the span as failed. Returns the span."""
        kind, message = type(exception), _safe_str(exception)
        name = kind.__qualname__ if kind.__module__ == "builtins" else kind.__module__ + "." + kind.__qualname__
        self.event("exception", {
            "exception.type": name, "exception.message": message, "exception.stacktrace": _stack(exception)})
        return self.set("error.type", name).fail(message)

    def fail(self, message=""):
        """Marks the span as failed. Returns the span."""
        self._status = {"code": 2, "message": _text(message)}
        return self

    def environment(self, base=None):
        """Returns a copy of the environment for a child process, whose spans become our children."""
        environ = dict(os.environ if base is None else base)
        context = self._start()._context
        environ["TRACEPARENT"] = self.traceparent
        environ.pop("TRACESTATE", None)
        if context.trace_state:
            environ["TRACESTATE"] = context.trace_state
        return environ

    def __enter__(self):
        self._start()
        self._token = _current.set(self)
        return self

    def __exit__(self, kind, exception, trace):
        # It may be left in another context than it was entered, as generators do.
        _never_raise(_current.reset, self._token)
        if exception is not None and not _is_clean_exit(exception):
            self.record(exception)
        self.end()
        return False

    def start(self):
        """Starts the span without making it current. Returns the span; end it with end()."""
        return self._start()

    def end(self):
        """Ends the span and sends it. A second call does nothing."""
        self._start()
        with self._lock:
            if self._ended:
                return
            self._ended = True
        end = self._start_time + max(0, time.perf_counter_ns() - self._start_ticks)
        if self._context.flags & _SAMPLED:
            _never_raise(_exporter().export, self, end)

    def _start(self):
        with self._lock:
            if self._context is None:
                parent = self._parent_span or _current.get()
                # A start of the parent cannot lead back here: it was made before this one.
                self._parent = parent._start()._context if parent is not None else (_remote() or _root())
                self._start_time = time.time_ns()
                self._start_ticks = time.perf_counter_ns()
                self._context = _Context(
                    self._parent.trace_id, os.urandom(8).hex(), self._parent.flags,
                    self._parent.trace_state, False)
        return self

    def _encode(self, end):
        context = self._context
        flags = context.flags | _HAS_REMOTE | (_IS_REMOTE if self._parent.remote else 0)
        encoded = {
            "traceId": context.trace_id, "spanId": context.span_id, "flags": flags,
            "parentSpanId": self._parent.span_id, "traceState": context.trace_state,
            "name": self._name, "kind": self._kind,
            "startTimeUnixNano": str(self._start_time), "endTimeUnixNano": str(end),
            "attributes": _key_values(self._attributes), "events": self._events, "status": self._status,
        }
        return {key: value for key, value in encoded.items() if value or key == "attributes"}


def span(name, attributes=None, parent=None, kind="internal"):
    """Returns a span to use in a with statement; a child of the current one unless parent is given."""
    return Span(name, attributes, parent, kind)


def current():
    """Returns the innermost span of a with statement around us, or None."""
    return _current.get()


def environment(base=None):
    """Returns a copy of the environment for a child process of the current span."""
    innermost = _current.get()
    return innermost.environment(base) if innermost else dict(os.environ if base is None else base)


def baggage():
    """Returns the baggage that came with the trace. The values are others' words: trust none."""
    entries = {}
    for member in os.environ.get("BAGGAGE", "").split(","):
        key, equals, value = member.split(";", 1)[0].partition("=")
        if equals and key.strip() and len(entries) < 64:
            entries[key.strip()] = urllib.parse.unquote(value.strip())
    return entries


def flush():
    """Sends what has not been sent; returns when that is done or its time is up."""
    _never_raise(_exporter().flush)


def _key_values(attributes):
    return [{"key": _text(key), "value": _any_value(value)} for key, value in list(attributes.items())]


def _any_value(value):
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int) and -(1 << 63) <= value < 1 << 63:
        return {"intValue": str(value)}
    if isinstance(value, float) and math.isfinite(value):
        return {"doubleValue": value}
    if isinstance(value, (list, tuple)):
        return {"arrayValue": {"values": [_any_value(item) for item in value[:MAX_ATTRIBUTES]]}}
    return {"stringValue": _text(value)}


def _text(value):
    text = value if isinstance(value, str) else _safe_str(value)
    # A lone surrogate, as file names may have, is no UTF-8.
    return text[:MAX_TEXT].encode("utf-8", "replace").decode("utf-8")


def _safe_str(value):
    text = _never_raise(str, value)
    return "<%s>" % type(value).__name__ if text is None else text


def _stack(exception):
    lines = _never_raise(traceback.format_exception, type(exception), exception, exception.__traceback__)
    return "".join(lines or [])[-MAX_TEXT:]


def _is_clean_exit(exception):
    return isinstance(exception, GeneratorExit) or (
        isinstance(exception, SystemExit) and exception.code in (None, 0))


def _never_raise(call, *arguments):
    try:
        return call(*arguments)
    except Exception:
        return None


def _request(spans, resource):
    request = {"resourceSpans": [{
        "resource": {"attributes": _key_values(resource)},
        "scopeSpans": [{"scope": {"name": "spoor.python"}, "spans": spans}]}]}
    return json.dumps(request, separators=(",", ":"), allow_nan=False)


def _resource():
    resource = dict(_pairs(os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")))
    name = os.environ.get("OTEL_SERVICE_NAME")
    if name or "service.name" not in resource:
        resource["service.name"] = name or "unknown_service:python"
    resource["telemetry.sdk.language"] = "python"
    resource["telemetry.sdk.name"] = "spoor"
    return resource


def _pairs(text):
    for member in text.split(","):
        key, equals, value = member.partition("=")
        if equals and key.strip():
            yield key.strip(), urllib.parse.unquote(value.strip())


class _Silent:
    stands_alone = False

    def export(self, span, end):
        """Does nothing."""

    def flush(self):
        """Does nothing."""


class _Relay(_Silent):
    """Marked lines on standard error, each a whole OTLP request. Without a host nobody reads them."""

    def __init__(self):
        self._lock = threading.Lock()

    def export(self, span, end):
        encoded = span._encode(end)
        line = self._line(encoded)
        if len(line) > MAX_LINE_BYTES:
            encoded.pop("events", None)
            encoded["attributes"] = []
            line = self._line(encoded)
        with self._lock:
            while line:
                line = line[os.write(2, line):]

    @staticmethod
    def _line(encoded):
        return (MARK + _request([encoded], {}) + "\n").encode("ascii")


class _Otlp:
    """OTLP/HTTP JSON from a thread of its own; what is left goes out when the program ends."""

    stands_alone = True

    def __init__(self, url):
        self._url = url
        self._headers = {"User-Agent": "spoor-python", "Content-Type": "application/json"}
        self._headers.update(_pairs(_otlp_setting("HEADERS") or ""))
        self._timeout = _seconds(_otlp_setting("TIMEOUT"))
        self._queue = []
        self._wake = threading.Condition()
        self._sending = threading.Lock()
        self._thread = None
        self._warned = False
        atexit.register(_never_raise, self.flush)

    def export(self, span, end):
        encoded = span._encode(end)
        with self._wake:
            if len(self._queue) >= MAX_QUEUE:
                return self._warn("the queue is full")
            self._queue.append(encoded)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="spoor", daemon=True)
                self._thread.start()
            if len(self._queue) >= BATCH:
                self._wake.notify()

    def flush(self):
        deadline = time.monotonic() + self._timeout
        while self._send_batch(deadline):
            pass

    def _run(self):
        while True:
            with self._wake:
                while not self._queue:
                    self._wake.wait()
                if len(self._queue) < BATCH:
                    self._wake.wait(_INTERVAL_SECONDS)
            _never_raise(self._send_batch, time.monotonic() + self._timeout)

    def _send_batch(self, deadline):
        # One sends at a time, so that a flush at the end waits for what is under way.
        with self._sending:
            with self._wake:
                batch, self._queue = self._queue[:BATCH], self._queue[BATCH:]
            if batch:
                self._post(_request(batch, _resource()).encode("ascii"), deadline)
            return bool(batch)

    def _post(self, body, deadline):
        pause = 0.2
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                return self._warn("the time is up")
            try:
                request = urllib.request.Request(self._url, body, self._headers, method="POST")
                with urllib.request.urlopen(request, timeout=left) as response:
                    response.read(65536)
                return None
            except urllib.error.HTTPError as error:
                if error.code not in _RETRYABLE:
                    return self._warn("the endpoint said %d" % error.code)
            except ValueError:
                return self._warn("the endpoint is no URL")
            except OSError:
                pass  # It may come up yet.
            time.sleep(max(0, min(pause, deadline - time.monotonic())))
            pause *= 2

    def _warn(self, reason):
        if not self._warned:
            self._warned = True
            _never_raise(sys.stderr.write, "spoor: spans were lost, %s.\n" % reason)


def _otlp_setting(name):
    return os.environ.get("OTEL_EXPORTER_OTLP_TRACES_" + name) or os.environ.get("OTEL_EXPORTER_OTLP_" + name)


def _seconds(milliseconds):
    return max(0.001, (_never_raise(float, milliseconds) or 10000.0) / 1000)


def _endpoint():
    own = os.environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
    if own:
        return own
    base = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT")
    return base.rstrip("/") + "/v1/traces" if base else None


def _make_exporter():
    wish = os.environ.get("SPOOR_EXPORT", "")
    disabled = os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    if disabled or wish == "none" or (not wish and os.environ.get("OTEL_TRACES_EXPORTER") == "none"):
        return _Silent()
    endpoint = _endpoint()
    # An endpoint that speaks gRPC alone is no way out for us.
    reachable = endpoint and _otlp_setting("PROTOCOL") != "grpc"
    if wish == "otlp" or (wish != "relay" and reachable):
        return _Otlp(endpoint or "http://localhost:4318/v1/traces")
    return _Relay()


_state_lock = threading.Lock()
_process = {}


def _exporter():
    with _state_lock:
        if "exporter" not in _process:
            _process["exporter"] = _never_raise(_make_exporter) or _Silent()
        return _process["exporter"]


def _remote():
    with _state_lock:
        if "remote" not in _process:
            _process["remote"] = _parse_parent(os.environ)
        return _process["remote"]


def _after_fork():
    # The thread and the queue are the parent's; locks may have been held.
    global _state_lock
    _state_lock = threading.Lock()
    _process.pop("exporter", None)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
