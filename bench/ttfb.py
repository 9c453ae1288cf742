#!/usr/bin/env python3
"""How long a new route takes until the first byte, in round trips of one link.

  ttfb.py [--json] [--runs 30] [--idle 10] [--delay-ms 25] [--cc cubic,bbr] [--fresh 5] [--together] [--quick] [--where] [--out FILE]

The lab's network with a fixed delay on every link, port17 as the peer, ordinary curl as the client. For each congestion
control, in a network of its own, one after the other (--together: at the same time, quicker, and they disturb each other):

  first    the first route that a client process ever builds, its links up and idle
  direct   no proxy at all, which is 2 round trips: what is above is the lab's and the machine's own lateness
  new      RUNS requests, each behind IDLE seconds without traffic, each with a new SOCKS user name: a new circuit
  fresh    a client process starts with a cached map; from its first SYN to another node until the first byte of the answer
           at curl, both by capture. curl starts as soon as the port is open.

A link's round trip counts as twice the delay asked for; how long a TCP handshake takes on one, and the medians in these, are
printed beside.

--where also says how long each node kept the first flight and the answer (median of the new routes): where the time goes.
"""
import argparse, json, os, shutil, statistics, subprocess, sys, tempfile, threading, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bench, where
from bench import HERE, Lab, log

LIMITS = {"new": 5.2, "fresh": 6.5}


def inside(lab, *cmd):
    return ["ip", "netns", "exec", lab.netns, *cmd]


NODES = {"client": "10.77.0.1", "hops": ["10.77.0.11", "10.77.0.12", "10.77.0.13"], "origin": "10.77.0.20"}


def curl(lab, user, seen=None):
    """seconds until the first byte, as curl itself reports; without a user straight to the origin"""
    began = time.monotonic()
    proxy = ["--proxy", f"socks5h://{user}:x@{lab.socks}"] if user else []
    out = subprocess.run(inside(lab, "curl", "-sS", "-o", "/dev/null", "-m", "30", "-w", "%{http_code} %{time_starttransfer} %{time_total}",
                                *proxy, f"http://{lab.origin}/tiny"),
                         stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    if out[0] != "200":
        raise RuntimeError(f"curl got {out[0]}")
    if seen is not None:
        # curl ends with its answer's last byte, a few moments before it is waited for; its own clock is what counts.
        seen.append((began, time.monotonic(), float(out[1]), float(out[2])))
    return float(out[1])


HANDSHAKES = """
import socket, struct, sys
for _ in range(40):
    with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
        # tcpi_rtt in microseconds: from kernel to kernel, since no answer but SYN/ACK has come
        print(struct.unpack_from("I", s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104), 68)[0])
"""


def link_rtt(lab):
    """milliseconds that a TCP handshake takes on a link, median"""
    out = subprocess.run(inside(lab, sys.executable, "-c", HANDSHAKES, *lab.origin.split(":")), stdout=subprocess.PIPE, text=True, check=True)
    return statistics.median(int(us) for us in out.stdout.split()) / 1e3


def whereabouts(log_file, seen):
    """{turn: median ms} over the requests whose way could be followed"""
    tables = []
    for began, ended, first, total in seen:
        start = ended - total                       # curl's own start, late by what its end and our waking took
        table = where.explain(where.packets(log_file, began, ended), start, start + first, **NODES)
        if table:
            tables.append(table)
    return {turn: round(statistics.median(t[turn] for t in tables), 2) for turn in tables[0]} if tables else {}


def wait_links(lab, seconds=60):
    """until the client has a standing link to both relays"""
    end = time.time() + seconds
    while time.time() < end:
        out = subprocess.run(inside(lab, "ss", "-Htn", "state", "established"), stdout=subprocess.PIPE, text=True).stdout
        if sum(":5017" in line for line in out.splitlines()) >= 2:
            return
        time.sleep(0.2)
    raise RuntimeError("the client has no links")


def start_client(lab, keep):
    lab.sh(lab.script, "client-stop")
    time.sleep(0.5)
    lab.sh(lab.script, "client-start", env={"KEEP_STATE": "1"} if keep else {})


CURL_WHEN_OPEN = """
for i in $(seq 6000); do (exec 3<>/dev/tcp/{ip}/{port}) 2>/dev/null && break; sleep 0.01; done
exec curl -sS -o /dev/null -m 30 -w %{{http_code}} --proxy socks5h://fresh:x@{ip}:{port} http://{origin}/tiny
"""


def fresh(lab, rtt):
    """one start with a cached map; seconds between the moments that matter, from the client's first SYN"""
    lab.sh(lab.script, "client-stop")
    time.sleep(0.5)
    sniffer = subprocess.Popen(inside(lab, sys.executable, f"{HERE}/sniff.py"), stdout=subprocess.PIPE, text=True)
    sniffer.stdout.readline()
    packets = []
    reader = threading.Thread(target=lambda: packets.extend(json.loads(line) for line in sniffer.stdout))
    reader.start()
    try:
        lab.sh(lab.script, "client-start", env={"KEEP_STATE": "1"})
        ip, port = lab.socks.split(":")
        code = subprocess.run(inside(lab, "bash", "-c", CURL_WHEN_OPEN.format(ip=ip, port=port, origin=lab.origin)),
                              stdout=subprocess.PIPE, text=True).stdout
        time.sleep(0.2)
    finally:
        sniffer.terminate()
        reader.join()
        sniffer.wait()
    if code != "200":
        raise RuntimeError(f"curl got {code} from a fresh client")
    node = [p for p in packets if p["to"].endswith(":5017") and p["if"] != "lo"]
    syn = next(p["t"] for p in node if p["flags"] == "S")
    any_syn = next(p["t"] for p in packets if p["flags"] == "S" and p["if"] != "lo")
    asked = next(p["t"] for p in packets if p["to"] == lab.socks and p["bytes"] > 0)
    answered = next(p["t"] for p in packets if p["from"] == lab.socks and p["http"])
    if os.environ.get("LAB_DEBUG"):
        for p in packets:
            if p["t"] >= any_syn - 0.01 and (p["bytes"] or "S" in p["flags"]) and p["t"] <= answered + 0.01:
                log(f"{(p['t'] - syn) * 1e3:8.1f} ms {p['from']:>22} > {p['to']:<22} {p['flags']:3} {p['bytes']}")
    return {"rtts": (answered - syn) / rtt, "from_any_syn_rtts": (answered - any_syn) / rtt,
            "asked_after_syn_ms": (asked - syn) * 1e3, "from_request_rtts": (answered - asked) / rtt}


def measure(cc, a, out):
    os.environ["LAB_CC"] = cc                   # Lab copies the environment when it is made
    if a.where:
        os.environ["DELAYNET_LOG"] = f"{a.where}/{cc}"
    lab = Lab("port17", "delay", a.delay_ms)
    started.set()
    rtt = 2 * a.delay_ms / 1e3
    try:
        lab.up()
        start_client(lab, False)
        wait_links(lab)
        time.sleep(a.idle)
        seen = []
        result = out[cc] = {"first": curl(lab, "first") / rtt, "direct": [], "new": [], "fresh": [], "link_rtt": link_rtt(lab)}
        for i in range(a.runs):
            result["direct"].append(curl(lab, None) / rtt)
            time.sleep(a.idle)
            result["new"].append(curl(lab, f"run{i}", seen) / rtt)
        if a.where:
            time.sleep(0.2)
            result["where"] = whereabouts(f"{a.where}/{cc}", seen)
        log(f"{cc}: new route {summary(result['new'])}")
        for _ in range(a.fresh):
            result["fresh"].append(fresh(lab, rtt))
        log(f"{cc}: fresh client {summary([f['rtts'] for f in result['fresh']])}")
    except Exception as e:
        out[cc] = {"error": f"{type(e).__name__}: {e}"}
        log(f"{cc}: {out[cc]['error']}")
    finally:
        lab.down()


def summary(v):
    v = sorted(v)
    return {"p50": round(statistics.median(v), 3), "p95": round(v[min(len(v) - 1, int(len(v) * 0.95))], 3),
            "min": round(v[0], 3), "max": round(v[-1], 3), "n": len(v)} if v else {}


started = threading.Event()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--json", action="store_true", help="one JSON object on standard output instead of a table")
    ap.add_argument("--runs", type=int, default=30)
    ap.add_argument("--idle", type=float, default=10, help="seconds without traffic before every request")
    ap.add_argument("--delay-ms", type=float, default=25, help="one way, per link")
    ap.add_argument("--cc", default="cubic,bbr")
    ap.add_argument("--together", action="store_true", help="all networks at the same time")
    ap.add_argument("--fresh", type=int, default=5, help="starts of a client with a cached map")
    ap.add_argument("--quick", action="store_true", help="10 runs behind 2 s, 2 starts")
    ap.add_argument("--where", action="store_true", help="also how long each node kept a new route's first flight and answer")
    ap.add_argument("--out", help="file for every single figure, as JSON")
    a = ap.parse_args()
    if a.quick:
        a.runs, a.idle, a.fresh = 10, 2, 2
    bench.require("port17")
    if a.where:
        a.where = tempfile.mkdtemp(prefix="port17-where-")
    bench.end_in_order()
    busy, began, out, threads = bench.machine_busy(), time.time(), {}, []
    with bench.CpuLock():
        for cc in a.cc.split(","):
            if not a.together:
                measure(cc, a, out)             # not beside the main thread: whoever ends that ends it
                continue
            started.clear()
            threads.append(threading.Thread(target=measure, args=(cc, a, out)))
            threads[-1].start()
            started.wait()
        for t in threads:
            t.join()
    load = (bench.machine_busy() - busy) / (time.time() - began) / os.cpu_count()
    if a.out:
        json.dump(out, open(a.out, "w"), indent=1)
    ok = True
    table = {}
    for cc, r in out.items():
        if "error" in r:
            table[cc] = r
            ok = False
            continue
        starts = [f["rtts"] for f in r["fresh"]]
        table[cc] = {"first": round(r["first"], 3), "direct": summary(r["direct"]), "new": summary(r["new"]), "fresh": summary(starts), "link_rtt_ms": round(r["link_rtt"], 2)}
        if a.where:
            table[cc]["where_ms"] = r["where"]
        ok &= table[cc]["new"]["p50"] <= LIMITS["new"] and (not starts or table[cc]["fresh"]["p50"] <= LIMITS["fresh"])
    if a.where:
        shutil.rmtree(a.where)
    if a.json:
        print(json.dumps({"ok": ok, "link_rtt_ms": 2 * a.delay_ms, "limits": LIMITS, "machine_busy": round(load, 2), **table}))
    else:
        print("| in link RTTs | no proxy p50 | first route ever | new route p50 | p95 | min-max | fresh client p50 | min-max |\n|---|---|---|---|---|---|---|---|")
        for cc, r in table.items():
            if "error" in r:
                print(f"| {cc} | {r['error']} |")
            else:
                n, f = r["new"], r["fresh"]
                print(f"| {cc} | {r['direct']['p50']:.2f} | {r['first']:.2f} | {n['p50']:.2f} | {n['p95']:.2f} | {n['min']:.2f}-{n['max']:.2f} | "
                      + (f"{f['p50']:.2f} | {f['min']:.2f}-{f['max']:.2f} |" if f else "- | - |"))
        for cc, r in table.items():
            for turn, ms in r.get("where_ms", {}).items():
                print(f"{cc:6} {turn:24} {ms:8.2f} ms")
        for cc, r in table.items():
            if "error" not in r:
                real = r["link_rtt_ms"] / (2 * a.delay_ms)
                fresh = f", fresh client {r['fresh']['p50'] / real:.2f}" if r["fresh"] else ""
                print(f"{cc}: a TCP handshake on a link takes {r['link_rtt_ms']:.2f} ms; in these: new route {r['new']['p50'] / real:.2f}{fresh}")
        print(f"\nlimits: new {LIMITS['new']}, fresh {LIMITS['fresh']}; machine busy {load:.2f}")
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
