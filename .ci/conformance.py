#!/usr/bin/env python3
"""What the W3C suites say of a read-only endpoint: their reading cases pass, and every writing one is refused.

    .ci/conformance.py RUNNER http://127.0.0.1:7878 [http://127.0.0.1:7879]

RUNNER is a program that runs the suites over HTTP. It wants to write its data first, so it is given a second address
that takes all and keeps nothing. Cases that ask for data that was never kept can't pass; the others are listed below.
"""
import http.server, json, re, subprocess, sys, threading, urllib.request

runner, base = sys.argv[1], sys.argv[2]

# Reading cases that need no data of their own.
READING = """bad_multiple_queries bad_query_method bad_query_missing_direct_type bad_query_missing_form_type bad_query_non_utf8
bad_query_syntax bad_query_wrong_media_type query_content_type_ask query_content_type_construct
query_content_type_describe query_content_type_select query_get query_post_direct query_post_form""".split()


class Void(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def take(self):
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.send_response(204)
        self.end_headers()

    do_POST = do_PUT = do_DELETE = take


def version():
    return json.load(urllib.request.urlopen(base + "/health"))["version"]


def run(admin):
    paths = ["--query", "/sparql", "--update", "/update", "--gsp", "/graph", "--suite", "protocol,gsp,sd"]
    done = subprocess.run([sys.executable, runner, "--base", base, "--admin-base", admin, *paths], capture_output=True, text=True)
    failed = dict(re.findall(r"^FAIL (\S+) (.*)$", done.stdout, re.M))
    totals = dict(re.findall(r"^(protocol|gsp|sd) +(\d+) passed", done.stdout, re.M))
    return failed, totals


void = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Void)
threading.Thread(target=void.serve_forever, daemon=True).start()
before = version()
failed, totals = run(f"http://127.0.0.1:{void.server_port}")
wrong = [f"{name}: {failed['protocol:' + name]}" for name in READING if "protocol:" + name in failed]
if totals.get("sd") != "3":
    wrong.append(f"service description: {totals.get('sd')} of 3 passed")
# the same with the endpoint itself to write to: each case must fail because the write was refused
refused, _ = run(base)
taken = [name for name, reason in refused.items() if "403" not in reason]
wrong += [f"{name} was not refused: {refused[name]}" for name in taken]
if version() != before:
    wrong.append("the store has changed")
print(f"{len(READING)} reading cases of the protocol and 3 of the service description, {len(refused)} that write refused")
print("\n".join(wrong))
sys.exit(len(wrong) > 0)
