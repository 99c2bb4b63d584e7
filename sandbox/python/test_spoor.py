# Copyright The Spoor Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of spoor.py, each in a process of its own, as a sandbox would run it."""
import ast
import http.server
import json
import os
import subprocess
import sys
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
PARENT_ID = "b7ad6b7169203331"
TRACEPARENT = "00-%s-%s-01" % (TRACE_ID, PARENT_ID)
MARK = b"\x1eOTLP1 "


def run(code, **environ):
    """Runs code after the import, and returns the finished process."""
    clean = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": HERE, "PYTHONDONTWRITEBYTECODE": "1"}
    clean.update(environ)
    return subprocess.run(
        [sys.executable, "-c", "import os, subprocess, sys, threading\nfrom spoor import *\n" + code],
        env=clean, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)


def relayed(process):
    """Returns the spans on standard error, in the order they ended."""
    spans = []
    for line in process.stderr.split(b"\n"):
        if line.startswith(MARK):
            request = json.loads(line[len(MARK):].decode("utf-8"))
            spans += request["resourceSpans"][0]["scopeSpans"][0]["spans"]
    return spans


def attributes(encoded):
    return {pair["key"]: pair["value"] for pair in encoded["attributes"]}


class Receiver:
    """An OTLP endpoint that answers what it is told to, and then 200."""

    def __init__(self, *answers):
        receiver = self
        self.requests = []
        remaining = list(answers)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.requests.append((self.path, self.headers, json.loads(body.decode("utf-8"))))
                self.send_response(remaining.pop(0) if remaining else 200)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *arguments):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()

    def spans(self):
        return [span for _, _, body in self.requests
                for span in body["resourceSpans"][0]["scopeSpans"][0]["spans"]]


class SyntaxTest(unittest.TestCase):
    def test_runs_on_python_3_8(self):
        for name in ("spoor.py", "spoor_opentelemetry.py"):
            with open(os.path.join(HERE, name), encoding="utf-8") as source:
                ast.parse(source.read(), name, feature_version=(3, 8))


class RelayTest(unittest.TestCase):
    def test_continues_the_trace(self):
        encoded = relayed(run("with span('work'): pass", TRACEPARENT=TRACEPARENT))[0]
        self.assertEqual((TRACE_ID, PARENT_ID, "work"),
                         (encoded["traceId"], encoded["parentSpanId"], encoded["name"]))

    def test_marks_a_remote_parent(self):
        inner, outer = relayed(run("with span('a'):\n with span('b'): pass", TRACEPARENT=TRACEPARENT))
        self.assertEqual((0x101, 0x301), (inner["flags"], outer["flags"]))

    def test_nests(self):
        inner, outer = relayed(run("with span('a'):\n with span('b'): pass", TRACEPARENT=TRACEPARENT))
        self.assertEqual(outer["spanId"], inner["parentSpanId"])
        self.assertLessEqual(int(outer["startTimeUnixNano"]), int(inner["startTimeUnixNano"]))
        self.assertGreaterEqual(int(outer["endTimeUnixNano"]), int(inner["endTimeUnixNano"]))

    def test_takes_an_explicit_parent_from_another_thread(self):
        process = run(
            "with span('a') as a:\n"
            " t = threading.Thread(target=lambda: span('b', parent=a).start().end()); t.start(); t.join()",
            TRACEPARENT=TRACEPARENT)
        inner, outer = relayed(process)
        self.assertEqual(outer["spanId"], inner["parentSpanId"])

    def test_encodes_attributes(self):
        process = run(
            "with span('a', {'s': 'é', 'b': True, 'i': 7, 'f': 0.5}) as a:\n"
            " a.set('l', ['x', 'y']).set('big', 1 << 70).set('nan', float('nan')).set('o', object)",
            TRACEPARENT=TRACEPARENT)
        found = attributes(relayed(process)[0])
        self.assertEqual({"stringValue": "é"}, found["s"])
        self.assertEqual({"boolValue": True}, found["b"])
        self.assertEqual({"intValue": "7"}, found["i"])
        self.assertEqual({"doubleValue": 0.5}, found["f"])
        self.assertEqual({"arrayValue": {"values": [{"stringValue": "x"}, {"stringValue": "y"}]}}, found["l"])
        self.assertEqual({"stringValue": str(1 << 70)}, found["big"])
        self.assertEqual({"stringValue": "nan"}, found["nan"])

    def test_survives_text_that_is_no_utf_8(self):
        process = run("with span('a\\udcff') as a: a.set('k', '\\ud800')", TRACEPARENT=TRACEPARENT)
        self.assertEqual("a?", relayed(process)[0]["name"])

    def test_survives_values_that_cannot_be_shown(self):
        process = run("class Bad:\n def __str__(self): raise ValueError()\n"
                      "with span('a') as a: a.set('k', Bad())", TRACEPARENT=TRACEPARENT)
        self.assertEqual({"stringValue": "<Bad>"}, attributes(relayed(process)[0])["k"])

    def test_bounds_attributes_events_and_text(self):
        process = run("with span('n' * 9999) as a:\n for i in range(999): a.set(i, 'x' * 9999).event('e')",
                      TRACEPARENT=TRACEPARENT)
        encoded = relayed(process)[0]
        self.assertEqual(4096, len(encoded["name"]))
        self.assertLess(len(process.stderr), 60001)

    def test_records_an_exception_and_lets_it_pass(self):
        process = run("with span('a'): raise KeyError('k')", TRACEPARENT=TRACEPARENT)
        encoded = relayed(process)[0]
        self.assertEqual(1, process.returncode)
        self.assertEqual({"code": 2, "message": "'k'"}, encoded["status"])
        self.assertEqual("exception", encoded["events"][0]["name"])
        event = attributes(encoded["events"][0])
        self.assertEqual({"stringValue": "KeyError"}, event["exception.type"])
        self.assertIn("KeyError: 'k'", event["exception.stacktrace"]["stringValue"])

    def test_a_clean_exit_is_no_failure(self):
        encoded = relayed(run("with span('a'): sys.exit(0)", TRACEPARENT=TRACEPARENT))[0]
        self.assertNotIn("status", encoded)

    def test_ends_once(self):
        process = run("s = span('a').start(); s.end(); s.end()", TRACEPARENT=TRACEPARENT)
        self.assertEqual(1, len(relayed(process)))

    def test_survives_a_closed_stderr(self):
        process = run("os.close(2)\nwith span('a'): pass\nprint('done')", TRACEPARENT=TRACEPARENT)
        self.assertEqual(b"done", process.stdout.strip())

    def test_lines_of_many_threads_stay_whole(self):
        process = run(
            "def work():\n for _ in range(50):\n  with span('a', {'k': 'x' * 4000}): pass\n"
            "ts = [threading.Thread(target=work) for _ in range(8)]\n"
            "for t in ts: t.start()\nfor t in ts: t.join()", TRACEPARENT=TRACEPARENT)
        self.assertEqual(400, len({encoded["spanId"] for encoded in relayed(process)}))

    def test_works_after_a_fork(self):
        if not hasattr(os, "fork"):
            self.skipTest("no fork here")
        process = run(
            "with span('a'):\n pid = os.fork()\n if not pid:\n  with span('b'): pass\n  os._exit(0)\n"
            " os.waitpid(pid, 0)", TRACEPARENT=TRACEPARENT)
        inner, outer = relayed(process)
        self.assertEqual(outer["spanId"], inner["parentSpanId"])


class ContextTest(unittest.TestCase):
    def silent(self, **environ):
        process = run("with span('a') as a: print(a.traceparent)", **environ)
        self.assertEqual(b"", process.stderr)
        return process.stdout.decode().strip()

    def test_an_unsampled_trace_is_silent_but_goes_on(self):
        traceparent = self.silent(TRACEPARENT="00-%s-%s-00" % (TRACE_ID, PARENT_ID))
        self.assertTrue(traceparent.startswith("00-" + TRACE_ID) and traceparent.endswith("-00"))

    def test_without_a_trace_the_relay_is_silent(self):
        self.assertTrue(self.silent().endswith("-00"))

    def test_ignores_what_is_no_traceparent(self):
        for bad in ("", "x", TRACEPARENT.upper(), TRACEPARENT + "-x", "ff" + TRACEPARENT[2:],
                    "00-" + "0" * 32 + "-" + PARENT_ID + "-01", "00-" + TRACE_ID + "-" + "0" * 16 + "-01",
                    TRACEPARENT + "0", "00-" + "٣" * 32 + "-" + PARENT_ID + "-01"):
            self.assertNotIn(TRACE_ID, self.silent(TRACEPARENT=bad), bad)

    def test_reads_later_versions(self):
        process = run("with span('a'): pass", TRACEPARENT="01" + TRACEPARENT[2:] + "-more")
        self.assertEqual(TRACE_ID, relayed(process)[0]["traceId"])

    def test_gives_children_its_context(self):
        process = run(
            "with span('a') as a:\n"
            " code = 'from spoor import span\\nwith span(\"b\"): pass'\n"
            " subprocess.run([sys.executable, '-c', code], env=a.environment(), check=True)",
            TRACEPARENT=TRACEPARENT, TRACESTATE="k=v")
        inner, outer = relayed(process)
        self.assertEqual(outer["spanId"], inner["parentSpanId"])
        self.assertEqual(("k=v", "k=v"), (inner["traceState"], outer["traceState"]))

    def test_drops_a_trace_state_that_is_none(self):
        process = run("with span('a'): pass", TRACEPARENT=TRACEPARENT, TRACESTATE="é=1")
        self.assertNotIn("traceState", relayed(process)[0])

    def test_a_stale_trace_state_does_not_reach_children(self):
        process = run("with span('a') as a: print('TRACESTATE' in a.environment())", TRACESTATE="k=v")
        self.assertEqual(b"False", process.stdout.strip())

    def test_reads_baggage(self):
        process = run("print(sorted(baggage().items()))", BAGGAGE="a=1%20%2B+;p=q, b = %C3%A9,c,=d")
        self.assertEqual("[('a', '1 ++'), ('b', 'é')]", process.stdout.decode("utf-8").strip())


class OtlpTest(unittest.TestCase):
    CODE = "with span('a'):\n with span('b'): pass"

    def test_sends_to_the_endpoint(self):
        with Receiver() as receiver:
            process = run(self.CODE, TRACEPARENT=TRACEPARENT, OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url + "/",
                          OTEL_EXPORTER_OTLP_HEADERS="authorization=Basic%20x,k=v",
                          OTEL_RESOURCE_ATTRIBUTES="team=a%20b", OTEL_SERVICE_NAME="agent")
            self.assertEqual(b"", process.stderr)
            path, headers, body = receiver.requests[0]
            self.assertEqual(("/v1/traces", "application/json", "Basic x"),
                             (path, headers["Content-Type"], headers["Authorization"]))
            resource = attributes(body["resourceSpans"][0]["resource"])
            self.assertEqual(({"stringValue": "agent"}, {"stringValue": "a b"}),
                             (resource["service.name"], resource["team"]))
            self.assertEqual({"a", "b"}, {span["name"] for span in receiver.spans()})

    def test_a_traces_endpoint_is_taken_as_it_is(self):
        with Receiver() as receiver:
            run(self.CODE, TRACEPARENT=TRACEPARENT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=receiver.url + "/own")
            self.assertEqual("/own", receiver.requests[0][0])

    def test_starts_a_trace_where_there_is_none(self):
        with Receiver() as receiver:
            run(self.CODE, OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url)
            self.assertEqual(1, sum("parentSpanId" not in span for span in receiver.spans()))

    def test_tries_again(self):
        with Receiver(503, 429) as receiver:
            run(self.CODE, TRACEPARENT=TRACEPARENT, OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url)
            self.assertEqual(3, len(receiver.requests))

    def test_takes_no_for_an_answer(self):
        with Receiver(401) as receiver:
            process = run("with span('a'): pass", TRACEPARENT=TRACEPARENT,
                          OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url)
            self.assertEqual(1, len(receiver.requests))
            self.assertIn(b"the endpoint said 401", process.stderr)

    def test_gives_up_in_time(self):
        process = run("with span('a'): pass", TRACEPARENT=TRACEPARENT, OTEL_EXPORTER_OTLP_TIMEOUT="300",
                      OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1")
        self.assertEqual((0, 1), (process.returncode, process.stderr.count(b"spans were lost")))

    def test_sends_many_once(self):
        with Receiver() as receiver:
            run("for i in range(1000):\n with span('a'): pass", TRACEPARENT=TRACEPARENT,
                OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url)
            self.assertEqual(1000, len({span["spanId"] for span in receiver.spans()}))

    def test_flush_waits(self):
        with Receiver() as receiver:
            run("with span('a'): pass\nflush()\nos._exit(0)", TRACEPARENT=TRACEPARENT,
                OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url)
            self.assertEqual(1, len(receiver.spans()))

    def test_an_endpoint_for_grpc_is_no_way_out(self):
        process = run("with span('a'): pass", TRACEPARENT=TRACEPARENT,
                      OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4317", OTEL_EXPORTER_OTLP_PROTOCOL="grpc")
        self.assertEqual(1, len(relayed(process)))

    def test_can_be_switched(self):
        for switch in ({"OTEL_SDK_DISABLED": "true"}, {"OTEL_TRACES_EXPORTER": "none"}, {"SPOOR_EXPORT": "none"}):
            process = run("with span('a'): pass", TRACEPARENT=TRACEPARENT, **switch)
            self.assertEqual(b"", process.stderr)
        process = run("with span('a'): pass", TRACEPARENT=TRACEPARENT, SPOOR_EXPORT="relay",
                      OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1")
        self.assertEqual(1, len(relayed(process)))


if __name__ == "__main__":
    unittest.main()
