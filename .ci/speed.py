#!/usr/bin/env python3
"""How fast zhengtu is, and beside whom: all ratios of one run, on pages that nobody wrote.

    .ci/speed.py TARGET [--pages 20M] [--upto 100M] [--only read,peers,start,flat,store]

TARGET is the folder of a release build with its examples (`cargo build --release --example generate --example speed` and `cargo build --release`).
Prints tables in Markdown: `read` zhengtu beside jieba-rs and the bytes alone, `peers` beside Python's jieba, cpca and jionlp
(installed into a folder for the time of the run), `start` the start of the program, `flat` the cost of a megabyte from 1 MB
up to --upto of input, and in pages of 1 kB to 10 MB, with the most memory taken, `store` building, building again, importing,
and how soon a store answers. Seconds are those of processors, and by the clock where it says so: other programs on the
machine blur the clock more.
"""
import argparse, os, re, subprocess, sys, tempfile, time, urllib.request
from pathlib import Path
from statistics import median

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("target", type=Path)
parser.add_argument("--pages", default="20M")
parser.add_argument("--upto", default="100M")
parser.add_argument("--only", default="read,peers,start,flat,store")
given = parser.parse_args()
wanted = given.only.split(",")
zhengtu, generate, speed = (given.target / name for name in ("zhengtu", "examples/generate", "examples/speed"))
PEERS = ["jieba==0.42.1", "cpca==0.5.5", "jionlp==1.5.31"]
# What each peer does with a text, and how many bytes it is given.
PYTHON = """
import sys, time, logging
sys.stdout, out = sys.stderr, sys.stdout
name, folder, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
from pathlib import Path
text = ""
for path in sorted(Path(folder).rglob("*.txt")):
    text += path.read_text()
    if len(text.encode()) >= most: break
lines = [line for line in text.split("\\n") if line.strip()]
if name == "jieba, cut":
    import jieba; jieba.setLogLevel(60); jieba.initialize(); work = lambda line: jieba.lcut(line)
elif name == "jieba, cut and tag":
    import jieba, jieba.posseg as pseg; jieba.setLogLevel(60); jieba.initialize(); work = lambda line: pseg.lcut(line)
elif name == "cpca, places":
    import cpca; work = lambda line: cpca.transform([line])
elif name == "jionlp, amounts and times":
    import jionlp; work = lambda line: (jionlp.ner.extract_money(line), jionlp.ner.extract_time(line))
work(lines[0])
start = time.process_time()
for line in lines:
    try: work(line)
    except Exception: pass
print(len(text.encode()), time.process_time() - start, file=out)
"""


def size(text):
    return int(float(text.rstrip("KMG")) * {"K": 1e3, "M": 1e6, "G": 1e9}.get(text[-1], 1))


def run(*command, source=None, **more):
    """Seconds by the clock, of processors, and the most kilobytes of memory."""
    start = time.perf_counter()
    more = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": source} | more
    process = subprocess.Popen([str(word) for word in command], **more)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"error: {command} ended with {process.returncode}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss


def pages(folder, amount, each="8K"):
    subprocess.run([generate, folder, amount, each], check=True, stderr=subprocess.DEVNULL)
    return folder


def table(head, rows):
    print("\n| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)
    print(flush=True)


def two(number):
    """Two digits that count."""
    return f"{number:.2g}" if number < 10 else f"{number:.0f}"


def peers(folder):
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check", *PEERS]
    subprocess.run(pip, check=True)
    [dictionary] = folder.glob("lib/python*/site-packages/jieba/dict.txt")
    return folder / "bin/python", dictionary


def read(work, python, dictionary):
    sample = pages(work / "pages", given.pages)
    lines = subprocess.run([speed, sample] + [dictionary] * bool(dictionary), capture_output=True, text=True, check=True).stdout
    rows = [line.split("\t") for line in lines.splitlines()]
    total = int(rows[0][1]) / 1e6
    pace = {what: (total / float(clock), total / max(float(used), 0.001)) for what, clock, used in rows[1:]}
    ours = pace["pages to facts, threads: 1"]
    out = [(what, two(clock), two(used), f"{ours[1] / used:.2g}") for what, (clock, used) in pace.items()]
    if python:
        for name, most in (("jieba, cut", "1M"), ("jieba, cut and tag", "300K"), ("cpca, places", "100K"), ("jionlp, amounts and times", "200K")):
            done = subprocess.run([python, "-c", PYTHON, name, sample, str(size(most))], capture_output=True, text=True)
            if done.returncode:
                print(f"{name}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
                continue
            there, seconds = done.stdout.split()
            used = int(there) / 1e6 / float(seconds)
            out.append((f"Python: {name}", "", two(used), f"{ours[1] / used:.2g}"))
    table([f"{total:.0f} MB", "MB a second by the clock", "MB a second of processor", "zhengtu is so many times faster"], out)
    clocks = [pace[f"pages to facts, threads: {threads}"][0] for threads in (1, 2)]
    print(f"Two threads give {clocks[1] / clocks[0]:.2f} times one by the clock; two programs that only count, {free():.2f} times one.")


def free():
    """How many programs that only count the machine runs at the pace of one: of two, what others leave."""
    count = "import time\nwhile time.process_time() < 2: pass"
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", count])
    one = time.perf_counter() - begin
    begin = time.perf_counter()
    for program in [subprocess.Popen([sys.executable, "-c", count]) for _ in range(2)]:
        program.wait()
    return 2 * one / (time.perf_counter() - begin)


def start(work):
    page = next(pages(work / "page", "3K", "3K").rglob("*.txt"))
    rows = []
    for what, command in (("--version", ["--version"]), ("extract, one page of 3 kB", ["extract", page, "--format", "jsonl"])):
        times = [run(zhengtu, *command) for _ in range(30)]
        rows.append((what, *(f"{median(one) * 1000:.0f}" for one in list(zip(*times))[:2]), f"{times[0][2] / 1024:.0f}"))
    table(["start to end, median of 30", "ms by the clock", "ms of processors", "MB of memory"], rows)
    print(f"The program has {zhengtu.stat().st_size / 1e6:.1f} MB.")


def extracted(amount, each):
    """Reads generated pages from a pipe, so that no size needs room on the disk. Figures are written page by page; JSON
    lines tell of an entity when all of its mentions are there."""
    source = subprocess.Popen([generate, "-", str(amount), each], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    clock, used, memory = run(zhengtu, "extract", "-", "--format", "csv", source=source.stdout)
    source.wait()
    return clock, used, memory


def flat(_):
    amount, rows = 1_000_000, []
    while amount <= size(given.upto):
        clock, used, memory = extracted(amount, "8K")
        rows.append((f"{amount // 1_000_000} MB in pages of 8 kB", f"{used / amount * 1e9:.0f}", f"{memory / 1024:.0f}"))
        amount *= 10
    for each in ("1K", "10K", "100K", "1M", "10M"):
        clock, used, memory = extracted("10M", each)
        rows.append((f"10 MB in pages of {each[:-1]} {each[-1].replace('K', 'k')}B", f"{used * 100:.0f}", f"{memory / 1024:.0f}"))
    table(["input", "ms of processors a MB", "most MB of memory"], rows)


def store(work):
    sample, kg, rows = pages(work / "sample", given.pages), work / "kg", []
    total = sum(path.stat().st_size for path in sample.rglob("*.txt")) / 1e6
    for what, command in (
        ("build", ["build", sample, "--store", kg]),
        ("build again, nothing changed", ["build", sample, "--store", kg]),
        ("export as N-Quads", ["export", "--store", kg, "-o", work / "kg.nq"]),
        ("import those N-Quads into a new store", ["import", work / "kg.nq", "--store", work / "other"]),
    ):
        clock, used, memory = run(zhengtu, *command)
        rows.append((what, f"{clock:.2f}", f"{used:.2f}", two(total / clock), f"{memory / 1024:.0f}"))
    table([f"{total:.0f} MB of pages", "s by the clock", "s of processors", "MB of pages a second by the clock", "most MB of memory"], rows)
    (work / "kg.nq").unlink()

    # a store of about a million quads
    told = subprocess.run([zhengtu, "stats", "--store", kg], capture_output=True, text=True).stdout
    quads = int(re.search(r"([\d,]+) quads", told)[1].replace(",", ""))
    part = pages(work / "million", str(int(total * 1e6 * 1e6 / quads)))
    run(zhengtu, "build", part, "--store", work / "mkg")
    told = subprocess.run([zhengtu, "stats", "--store", work / "mkg"], capture_output=True, text=True).stdout
    quads, rows = re.search(r"([\d,]+) quads", told)[1], []
    look = "SELECT ?p ?o { <programme/" + "x" + "> ?p ?o }"
    for what, query in (("query, ASK {}", "ASK {}"), ("query, a look-up", look), ("query, agencies counted", "SELECT (COUNT(?a) AS ?n) { ?a a org:Organization }")):
        clock, used, memory = min(run(zhengtu, "query", "--store", work / "mkg", query) for _ in range(3))
        rows.append((what, f"{clock:.2f}", f"{used:.2f}", f"{memory / 1024:.0f}"))
    clock, used = min(served(work / "mkg") for _ in range(3))
    rows.append(("serve, until its page is there", f"{clock:.2f}", f"{used:.2f}", ""))
    table([f"a store of {quads} quads", "s by the clock", "s of processors", "most MB of memory"], rows)


def served(kg):
    """Seconds by the clock and of processors until the page of a server is there; on Linux."""
    start = time.perf_counter()
    command = [zhengtu, "serve", "--store", kg, "--bind", "127.0.0.1:0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        url = re.search(r"http://[0-9.:]+/", server.stdout.readline())[0]
        urllib.request.urlopen(url).read()
        clock, used = time.perf_counter() - start, 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # has ended
            if server.pid in (int(stat.parent.name), int(fields[1])):
                used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return clock, used
    finally:
        server.terminate()
        server.wait()


with tempfile.TemporaryDirectory() as folder:
    work = Path(folder)
    python = dictionary = None
    if "peers" in wanted:
        python, dictionary = peers(work / "peers")
    if "read" in wanted or "peers" in wanted:
        read(work, python, dictionary)
    if "start" in wanted:
        start(work)
    if "flat" in wanted:
        flat(work)
    if "store" in wanted:
        store(work)
