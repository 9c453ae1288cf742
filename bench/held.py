#!/usr/bin/env python3
"""What an open stream that carries nothing costs, over all processes of a network.

  held.py [PEER...] [--streams 10000] [--rest 5] [--json] [--out FILE]

Peers (default: port17 tor) one after the other in the lab's network on loopback. Streams are opened in four parts (1,000, 4,000,
7,000 and 10,000 of them), each makes one request and stays open. After each part the virtual machines are told to collect
their garbage, twice, and the memory of all processes is read: PSS as the system counts it, and what the heaps hold. The cost
of a stream is the slope of a straight line through the four points, so what a process costs without streams is not in it.

Needs two descriptors for each stream and 64 more (`ulimit -n`), and for port17 a JDK with jcmd.
"""
import argparse, json, os, re, resource, shutil, subprocess, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bench
from bench import Lab, log, memory, tree

ROLES = ("client", "server")
PARTS = (0.1, 0.4, 0.7, 1.0)
JCMD = shutil.which("jcmd", path=f"{os.environ.get('JAVA_HOME', '/nowhere')}/bin:{os.environ.get('PATH', '')}")


def is_java(pid):
    try:
        return os.path.basename(os.readlink(f"/proc/{pid}/exe")) == "java"
    except OSError:
        return False


def jcmd(pid, *words):
    return subprocess.run([JCMD, str(pid), *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def heap_kb(pid):
    """what lives on the heap of a virtual machine, after a collection of all of it"""
    for _ in range(2):
        jcmd(pid, "GC.run")
    lines = [line for line in jcmd(pid, "GC.heap_info").splitlines() if re.search(r"generation|heap", line)]
    return sum(int(n) for line in lines for n in re.findall(r"used (\d+)K", line))


def look(lab, streams):
    """memory of all processes now"""
    point = {"streams": streams}
    for role in ROLES:
        pids = tree(lab.pids(role))
        point[role] = {"heap_kb": sum(heap_kb(p) for p in pids if is_java(p))}
        point[role].update({k: round(v * 1024) for k, v in memory(lab.pids(role)).items() if k.endswith("_mb")})
        point[role] = {k.replace("_mb", "_kb"): v for k, v in point[role].items()}
    return point


def fit(x, y):
    """slope and R squared of the straight line through the points (least squares)"""
    mx, my = sum(x) / len(x), sum(y) / len(y)
    sxx = sum((a - mx) ** 2 for a in x)
    slope = sum((a - mx) * (b - my) for a, b in zip(x, y)) / sxx
    rest = sum((b - my - slope * (a - mx)) ** 2 for a, b in zip(x, y))
    total = sum((b - my) ** 2 for b in y)
    return slope, 1 - rest / total if total else 1.0


def slopes(points):
    """KB a stream: of all processes, and of each side"""
    x = [p["streams"] for p in points]
    out = {}
    for kind in ("pss_kb", "rss_kb", "heap_kb"):
        for name, roles in (("all", ROLES), ("client", ("client",)), ("nodes", ("server",))):
            slope, r2 = fit(x, [sum(p[r][kind] for r in roles) for p in points])
            out[f"{kind}_{name}"] = {"slope": round(slope, 3), "r2": round(r2, 4)}
    return out


def measure(peer, a):
    lab = Lab(peer, "lo")
    holders, points, held = [], [], 0
    try:
        lab.up()
        lab.cold()
        rest = bench.settle(lab, *ROLES)
        for _ in range(3):
            lab.gen("ttfb", "-n", 5)
        for part in PARTS:
            p = subprocess.Popen(lab.cmd("hold", "-n", round(part * a.streams) - held), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            holders.append(p)
            up = json.loads(p.stdout.readline())
            if up.get("failed"):
                raise RuntimeError(f"{up['failed']} streams could not be opened after {held + up['up']}: {up.get('err')}")
            held += up["up"]
            time.sleep(a.rest)
            points.append(look(lab, held))
            log(f"{peer}: {points[-1]}")
        return {"rest_s": rest, "points": points, **slopes(points)}
    finally:
        for p in holders:
            p.stdin.close()
            p.wait()
        lab.down()


def roomy(streams):
    """a generator holds a descriptor for each of its streams, client and exit two and one"""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < streams + 64:
        sys.exit(f"port17: {streams} streams need as many open files, {hard} are allowed: raise the hard limit (ulimit -Hn) or ask for fewer --streams")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("peers", nargs="*", default=["port17", "tor"])
    ap.add_argument("--streams", type=int, default=10_000, help="most streams at a time, 100 to 16000")
    ap.add_argument("--rest", type=float, default=5, help="seconds between the last stream of a part and the collection")
    ap.add_argument("--json", action="store_true", help="one JSON object on standard output instead of a table")
    ap.add_argument("--out", help="file for every single figure, as JSON")
    a = ap.parse_args()
    if not 100 <= a.streams <= 16_000:
        ap.error("--streams takes a whole number from 100 to 16000")
    bench.require(*a.peers)
    roomy(a.streams)
    if any(p.startswith("port17") for p in a.peers) and not JCMD:
        sys.exit("port17: jcmd is missing: install a whole JDK and point JAVA_HOME to it")
    bench.end_in_order()
    # What ships lets nobody attach; a collection is ordered that way.
    os.environ["PORT17_JAVA"] = os.environ.get("PORT17_JAVA", "") + " -XX:-DisableAttachMechanism"
    out = {}
    for peer in a.peers:
        with bench.CpuLock():
            try:
                out[peer] = measure(peer, a)
            except Exception as e:
                log(f"{peer}: {type(e).__name__}: {e}")
                out[peer] = {"error": str(e)}
    if a.out:
        json.dump(out, open(a.out, "w"), indent=1)
    ok = not any("error" in r for r in out.values())
    if a.json:
        print(json.dumps({"ok": ok, "streams": a.streams, **{p: {k: v for k, v in r.items() if k != "points"} for p, r in out.items()}}))
    else:
        print("| KB a held stream, slope | PSS, all processes | client | nodes | R² | heaps, all | client | nodes |\n|---|---|---|---|---|---|---|---|")
        for peer, r in out.items():
            if "error" in r:
                print(f"| {peer} | {r['error']} |")
                continue
            s = lambda key: f"{r[key]['slope']:.2f}"
            heaps = [s(f"heap_kb_{n}") for n in ("all", "client", "nodes")] if r["heap_kb_all"]["slope"] else ["-"] * 3
            print(f"| {peer} | " + " | ".join([s("pss_kb_all"), s("pss_kb_client"), s("pss_kb_nodes"), f"{r['pss_kb_all']['r2']:.3f}", *heaps]) + " |")
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
