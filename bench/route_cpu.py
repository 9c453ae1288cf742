#!/usr/bin/env python3
"""Processor time of every process of port17 for one new route, and how it falls as code gets compiled.

  route_cpu.py [--json] [--runs 10] [--idle 3] [--settle 60] [--warm 600] [--delay-ms 25]

The lab's network with a fixed delay on every link, one process per node, ordinary curl as the client. After SETTLE seconds
RUNS requests, each behind IDLE seconds without traffic and with a new SOCKS user name, so over a new circuit; then WARM
requests, four at a time; then RUNS requests again. Printed are milliseconds of the data-plane thread and of the compilers,
from the kernel's accounting of each thread: unlike times on a clock they hardly change with what else the machine does.
"""
import argparse, collections, concurrent.futures, glob, json, os, statistics, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bench
import ttfb
from bench import Lab

THREADS = {"port17-loop": "loop", "C1 CompilerThre": "compilers", "C2 CompilerThre": "compilers"}


def processes(lab):
    """pid to name, of the lab's own processes"""
    found = {}
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            words = open(path, "rb").read().decode(errors="replace").split("\0")
        except OSError:
            continue
        base = next((w for w in words if w.startswith("-Dkaraf.base=")), "")
        if f"{lab.dir}/" in base:
            found[path.split("/")[2]] = base.rsplit("/", 1)[1]
    return found


def used(pids):
    """milliseconds so far, per process and kind of thread"""
    total = collections.Counter()
    for pid, name in pids.items():
        for task in glob.glob(f"/proc/{pid}/task/*"):
            try:
                kind = THREADS.get(open(f"{task}/comm").read().strip())
                if kind:
                    total[name, kind] += int(open(f"{task}/schedstat").read().split()[0]) / 1e6
            except OSError:
                continue
    return total


def phase(lab, pids, a, label):
    rows, rtts = [], []
    for i in range(a.runs):
        time.sleep(a.idle)
        before = used(pids)
        rtts.append(ttfb.curl(lab, f"{label}{i}") / (2 * a.delay_ms / 1e3))
        after = used(pids)
        rows.append({key: after[key] - before[key] for key in after})
    mean = {f"{name} {kind}": round(statistics.mean(row[name, kind] for row in rows), 2) for name, kind in sorted(rows[0])}
    return {"rtts_p50": round(statistics.median(rtts), 2), "ms": mean}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--json", action="store_true", help="one JSON object on standard output instead of lines")
    ap.add_argument("--runs", type=int, default=10)
    ap.add_argument("--idle", type=float, default=3, help="seconds without traffic before every request")
    ap.add_argument("--settle", type=float, default=60, help="seconds between the start and the first request")
    ap.add_argument("--warm", type=int, default=600, help="quick requests between the two halves")
    ap.add_argument("--delay-ms", type=float, default=25, help="one way, per link")
    a = ap.parse_args()
    bench.require("port17")
    bench.end_in_order()
    lab = Lab("port17", "delay", a.delay_ms)
    try:
        with bench.CpuLock():
            lab.up()
            ttfb.start_client(lab, False)
            ttfb.wait_links(lab)
            time.sleep(a.settle)
            pids = processes(lab)
            result = {"cold": phase(lab, pids, a, "cold")}
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                list(pool.map(lambda i: ttfb.curl(lab, f"warm{i}"), range(a.warm)))
            time.sleep(5)
            result["warm"] = phase(lab, pids, a, "after")
    finally:
        lab.down()
    if a.json:
        print(json.dumps({"ok": True, **result}))
    else:
        for label, r in result.items():
            print(f"{label}: first byte p50 {r['rtts_p50']} link RTTs; ms: "
                  + ", ".join(f"{k} {v}" for k, v in r["ms"].items()))


if __name__ == "__main__":
    main()
