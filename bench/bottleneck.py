#!/usr/bin/env python3
"""How one bottleneck is filled and shared: port17 over three nodes, and plain TCP of the same round trip beside it.

  bottleneck.py [--runs 3] [--cc bbr,cubic] [--mbit 200] [--queue 50ms] [--loss 0] [--delay-ms 25] [--circuits 100]
                [--seconds 15] [--warm 6] [--only port17|direct] [--quick] [--json] [--out FILE]

The lab's network with a fixed delay on every link; all that the client receives passes one line of --mbit, behind one finite queue,
whoever sent it. A link has a round trip of 50 ms, so the path has 200; direct connections from the origin have 200 on the way.
For each congestion control, runs that measure, each way in turn:

  idle      requests on standing connections, ten a second each (round trip), and one new connection after the other (first
            byte), on the circuit that the transfer will use ("same") and on another one over the same link ("other")
  bulk      one download of --seconds behind --warm seconds: what share of the line is used, by the bytes that arrive at the
            client's interface and by those that the application gets; the same round trips and first bytes beside it
  circuits  as many downloads, each with a SOCKS user of its own and thus a circuit: Jain's index, use of the line

A round trip's inflation is p95 beside the load by the median of the same run's idle ones; first bytes are p95 by p95.
"""
import argparse, json, os, re, socket, statistics, subprocess, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bench
from bench import Lab, log

LIMITS = {"used": 0.92, "inflation": 1.3, "jain": 0.97, "first_byte": 2.0}
BULK = "bulk"                                   # the SOCKS user whose circuit carries the transfer
PROBES = [("same", "rtt"), ("other", "rtt"), ("same", "first"), ("other", "first")]
IDLE, EVERY, PATIENCE = 10, 0.1, 20             # seconds; between two requests; of one answer
KNOWN_CC = "/proc/sys/net/ipv4/tcp_available_congestion_control"


# ---------------------------------------------------------------- a probe, inside the client's namespace

def connect(proxy, user, origin):
    """a connection to the origin, by a SOCKS user of the proxy; the request may follow at once"""
    ip, port = (proxy or origin).split(":")
    s = socket.create_connection((ip, int(port)), PATIENCE)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if proxy:
        to, at = origin.split(":")
        name = user.encode()
        exactly(s, b"\x05\x01\x02", 2)
        exactly(s, b"\x01" + bytes([len(name)]) + name + b"\x01x", 2)
        answer = exactly(s, b"\x05\x01\x00\x01" + socket.inet_aton(to) + int(at).to_bytes(2, "big"), 10)
        if answer[1]:
            raise OSError(f"the proxy refuses: {answer[1]}")
    return s


def exactly(s, question, count):
    s.sendall(question)
    answer = b""
    while len(answer) < count:
        more = s.recv(count - len(answer))
        if not more:
            raise OSError("the connection ended early")
        answer += more
    return answer


def ask(s):
    """seconds until the first byte of a small answer, which is read to its end"""
    began = time.monotonic()
    s.sendall(b"GET /tiny HTTP/1.1\r\nHost: origin\r\n\r\n")
    answer = s.recv(4096)
    seconds = time.monotonic() - began
    while answer and not (b"\r\n\r\n" in answer and len(answer.split(b"\r\n\r\n", 1)[1]) >= 64):
        more = s.recv(4096)
        answer = answer + more if more else b""
    if not answer.startswith(b"HTTP/1.1 200"):
        raise OSError("no answer")
    return seconds


def probe(kind, proxy, user, origin, seconds):
    """[milliseconds]; "rtt" of requests on a standing connection, "first" of new connections"""
    out, standing = [], None
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        if kind == "rtt":
            if standing is None:
                standing = connect(proxy, user, origin)
                ask(standing)
            out.append(ask(standing) * 1e3)
        else:
            with connect(proxy, user, origin) as s:
                ask(s)
            out.append((time.monotonic() - began) * 1e3)
        time.sleep(max(0.0, min(EVERY - (time.monotonic() - began), end - time.monotonic())))
    return out


# ---------------------------------------------------------------- the lab around it

class Way:
    """How downloads and probes reach the origin: through port17 or directly."""

    def __init__(self, lab, proxy):
        self.lab, self.proxy = lab, proxy

    def start_probes(self, seconds):
        return [(key, subprocess.Popen(
            ["ip", "netns", "exec", self.lab.netns, sys.executable, os.path.abspath(__file__), "--probe", key[1], self.proxy or "",
             BULK if key[0] == "same" else "other", self.lab.origin, str(seconds)], stdout=subprocess.PIPE, text=True))
            for key in PROBES if self.proxy or key[0] == "other"]

    def probes(self, seconds):
        return {f"{where}_{kind}": json.loads(p.communicate()[0] or "[]") for (where, kind), p in self.start_probes(seconds)}

    def download(self, streams, a):
        """one or many downloads with the probes beside them, from --warm seconds on"""
        user = ["-u", BULK] if streams == 1 else ["-u", "circuit", "-U"]
        cmd = ["ip", "netns", "exec", self.lab.netns, f"{self.lab.dir}/bin/loadgen", "bulk", "-o", self.lab.origin, "-p", "/big",
               "-n", str(streams), "-t", str(a.seconds), "-w", str(a.warm * 1000)]
        p = subprocess.Popen(cmd + (["-x", self.proxy] + user if self.proxy else []), stdout=subprocess.PIPE, text=True)
        time.sleep(a.warm + 1)
        before, began = received(self.lab), time.monotonic()
        seen = self.probes(a.seconds - 2)
        carried, took = received(self.lab) - before, time.monotonic() - began
        d = json.loads(p.communicate()[0])
        if d["failed"] or d["served"] < streams:
            raise RuntimeError(f"{d['failed']} of {streams} downloads failed, {d['served']} were served: {d['err']}")
        return {"used": carried * 8 / took / a.mbit / 1e6, "application": d["MBps"] * 8 / a.mbit, "jain": d["jain"], "probes": seen}


def received(lab):
    out = subprocess.run(["ip", "netns", "exec", lab.netns, "cat", "/sys/class/net/dl0/statistics/rx_bytes"],
                         stdout=subprocess.PIPE, text=True, check=True)
    return int(out.stdout)


def quantile(values, q):
    v = sorted(values)
    return v[min(len(v) - 1, int(len(v) * q))] if v else None


def ratios(idle, loaded):
    """of a run: each probe's inflation"""
    out = {}
    for key, values in loaded.items():
        base = idle.get(key)
        if not base or not values:
            raise RuntimeError(f"the probe {key} got no answer")
        out[key] = quantile(values, 0.95) / (statistics.median(base) if key.endswith("rtt") else quantile(base, 0.95))
    return out


def one_run(way, a):
    idle = way.probes(a.idle)
    bulk = way.download(1, a)
    log("one transfer:", {k: round(bulk[k], 3) for k in ("used", "application")}, {k: round(v, 3) for k, v in ratios(idle, bulk["probes"]).items()})
    many = way.download(a.circuits, a)
    both = {"idle": idle, "bulk": bulk, "circuits": many}
    return {"used": bulk["used"], "application": bulk["application"], **ratios(idle, bulk["probes"]), "jain": many["jain"],
            "circuits_used": many["used"], "circuits_application": many["application"],
            **{f"circuits_{k}": v for k, v in ratios(idle, {k: v for k, v in many["probes"].items() if k.startswith("other")}).items()},
            "idle_rtt_ms": statistics.median(idle["other_rtt"]), "idle_first_ms": quantile(idle["other_first"], 0.95), "single": both}


def measure(cc, a):
    os.environ["LAB_CC"] = cc                   # Lab copies the environment when it is made
    lab = Lab("port17", "delay", a.delay_ms)
    out = {}
    try:
        lab.up()
        lab.sh(lab.script, "client-start")
        subprocess.run(lab.cmd("first", "-t", 90), stdout=subprocess.DEVNULL, check=True)
        # The origin alone sends over the whole path; the system's 4 MB would hold plain TCP back.
        subprocess.run(["ip", "netns", "exec", f"{lab.ns}-o", "sysctl", "-qw", "net.ipv4.tcp_wmem=4096 65536 33554432"], check=True)
        log(f"{cc}: the network is up; seconds until the processes rested:", bench.settle(lab, "client", "server"))
        ways = {"port17": Way(lab, lab.socks), "direct": Way(lab, None)}
        for run in range(a.runs):
            for name, way in ways.items():
                if a.only in (None, name):
                    with bench.CpuLock():
                        r = one_run(way, a)
                    out.setdefault(name, []).append(r)
                    log(f"{cc}: run {run + 1} of {a.runs}, {name}:", {k: round(v, 3) for k, v in r.items() if k != "single"})
    except Exception as e:
        if os.environ.get("LAB_DEBUG"):
            raise
        log(f"{cc}: {type(e).__name__}: {e}")
        out["error"] = f"{type(e).__name__}: {e}"
    finally:
        lab.down()
    return out


def summary(runs):
    """{figure: p50, least, most} over the runs"""
    return {key: {"p50": round(statistics.median(r[key] for r in runs), 3), "min": round(min(r[key] for r in runs), 3),
                  "max": round(max(r[key] for r in runs), 3)} for key in runs[0] if key != "single"}


def met(s):
    """whether a way's medians are within the limits, by figure"""
    return {"used": s["used"]["p50"] >= LIMITS["used"],
            "inflation": max(s[k]["p50"] for k in ("same_rtt", "other_rtt") if k in s) <= LIMITS["inflation"],
            "jain": s["jain"]["p50"] >= LIMITS["jain"],
            "first_byte": max(s[k]["p50"] for k in ("same_first", "other_first") if k in s) <= LIMITS["first_byte"]}


ROWS = [("used", "one transfer: line used, by the wire"), ("application", "by what the application gets"),
        ("same_rtt", "round trip, same circuit, beside it / idle"), ("other_rtt", "another circuit (or connection)"),
        ("same_first", "first byte p95, same circuit, beside it / idle"), ("other_first", "another circuit (or connection)"),
        ("jain", "many circuits: Jain's index"), ("circuits_used", "line used, by the wire"),
        ("circuits_application", "by what the applications get"), ("circuits_other_rtt", "round trip of one more circuit / idle"),
        ("circuits_other_first", "first byte p95 of one more circuit / idle"), ("idle_rtt_ms", "idle round trip p50, ms"),
        ("idle_first_ms", "idle first byte p95, ms")]


def table(out):
    cell = lambda s, k: f"{s[k]['p50']:.3f} ({s[k]['min']:.3f}-{s[k]['max']:.3f})" if k in s else "-"
    columns = [(cc, way, s) for cc, r in out.items() for way, s in r.items() if way in ("port17", "direct")]
    lines = ["| p50 (min-max) of the runs | " + " | ".join(f"{way}, {cc}" for cc, way, _ in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    return "\n".join(lines + [f"| {title} | " + " | ".join(cell(s, key) for _, _, s in columns) + " |" for key, title in ROWS])


# ---------------------------------------------------------------- the command

def between(least, most, kind=float):
    def parse(text):
        value = kind(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be {least} to {most}")
        return value
    parse.__name__ = "number"
    return parse


def a_queue(text):
    if not re.fullmatch(r"[1-9][0-9]*(KB|ms)", text):
        raise argparse.ArgumentTypeError("must be a number with KB or ms, such as 50ms")
    return text


def congestion(text):
    known = open(KNOWN_CC).read().split()
    for name in text.split(","):
        if name not in known:
            raise argparse.ArgumentTypeError(f"this kernel has no {name}: {' '.join(known)}")
    return text.split(",")


def options():
    ap = argparse.ArgumentParser(prog="port17 bench bottleneck", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--runs", type=between(1, 100, int), default=3)
    ap.add_argument("--cc", type=congestion, default="bbr,cubic", help="congestion controls, one after the other")
    ap.add_argument("--mbit", type=between(1, 400), default=200, help="of the line, million bits a second")
    ap.add_argument("--queue", type=a_queue, default="50ms", help="before the line: ms at its rate, or KB; what does not fit is dropped")
    ap.add_argument("--loss", type=between(0, 0.5), default=0, help="probability by which every packet on every link is lost")
    ap.add_argument("--delay-ms", type=between(0.1, 1000), default=25, help="one way, per link")
    ap.add_argument("--circuits", type=between(2, 1000, int), default=100)
    ap.add_argument("--seconds", type=between(5, 600), default=15)
    ap.add_argument("--warm", type=between(0, 60), default=6, help="seconds of a transfer that do not count")
    ap.add_argument("--only", choices=("port17", "direct"))
    ap.add_argument("--quick", action="store_true", help="one run of 8 seconds, bbr")
    ap.add_argument("--json", action="store_true", help="one JSON object on standard output instead of a table")
    ap.add_argument("--out", help="file for every single figure, as JSON")
    a = ap.parse_args()
    a.idle = IDLE
    if a.quick:
        a.runs, a.cc, a.seconds, a.idle = 1, ["bbr"], 8, 6
    return a


def main():
    if len(sys.argv) > 1 and sys.argv[1] == "--probe":
        kind, proxy, user, origin, seconds = sys.argv[2:7]
        try:
            print(json.dumps(probe(kind, proxy, user, origin, float(seconds))))
        except OSError as e:
            sys.exit(f"a probe failed: {e}")
        return
    a = options()
    bench.require("port17")
    bench.end_in_order()
    node = lambda last: f"10.77.0.{last}"
    os.environ["DELAYNET_RATE"] = f">{node(1)}={a.mbit}"
    os.environ["DELAYNET_QUEUE"] = a.queue
    os.environ["DELAYNET_LOSS"] = str(a.loss)
    os.environ["DELAYNET_DELAY"] = f"{node(1)}-{node(20)}={4 * a.delay_ms}"
    settings = {"mbit": a.mbit, "queue": a.queue, "loss": a.loss, "path_rtt_ms": 8 * a.delay_ms, "circuits": a.circuits,
                "seconds": a.seconds, "warm": a.warm, "runs": a.runs, "cc": a.cc}
    log("settings", settings)
    busy, began = bench.machine_busy(), time.time()
    raw = {cc: measure(cc, a) for cc in a.cc}
    load = (bench.machine_busy() - busy) / (time.time() - began) / os.cpu_count()
    if a.out:
        json.dump(raw, open(a.out, "w"), indent=1)
    out, ok = {}, True
    for cc, r in raw.items():
        out[cc] = {way: summary(runs) for way, runs in r.items() if way != "error"}
        if "port17" in out[cc]:
            out[cc]["met"] = met(out[cc]["port17"])
            ok &= all(out[cc]["met"].values())
        if "error" in r:
            out[cc]["error"] = r["error"]
            ok = False
    if a.json:
        print(json.dumps({"ok": ok, "settings": settings, "limits": LIMITS, "machine_busy": round(load, 2), **out}))
    else:
        print(table(out))
        for cc, r in out.items():
            if "error" in r:
                print(f"{cc}: {r['error']}")
            elif "met" in r:
                print(f"{cc}: " + ", ".join(f"{k} {'met' if v else 'MISSED'}" for k, v in r["met"].items()))
        print(f"limits: {LIMITS}; machine busy {load:.2f}")
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
