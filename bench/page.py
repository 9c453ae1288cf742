#!/usr/bin/env python3
"""What a page of 100 objects from 40 domains costs: seconds and bytes that the client sends.

  page.py [PEER...] [--runs 5] [--up-mbit 1] [--delay-ms 25] [--json] [--out FILE]

Peers (default: port17 tor shadowsocks direct) one after the other in the lab's network with a fixed delay on every link and
a slow line up from the client (1 Mbit/s behind a queue of 64 KiB). The page is made up, the same in every run: a document of
30 KB, then 99 objects (8 KB in the middle, 1.4 MB in all), a quarter from the document's own domain, the others spread as Zipf
says. Loaded as a browser does: at most 6 connections to a domain, kept open, names resolved at the far end of the proxy.

Every run has domains of its own, so that nothing was set up for them before. The connections end 3 s after the last object. Bytes are all that
left the client's interface from the first connection until 3 s after those ends, packets of TCP and IP included.
"""
import argparse, asyncio, json, os, random, shutil, socket, statistics, subprocess, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bench
from bench import Lab, log

DOMAINS, OBJECTS, DOCUMENT, AT_ONCE, SETTLE = 40, 100, 30_000, 6, 3


def page():
    """[(domain, bytes)]; the document comes first"""
    rnd = random.Random(17)
    sizes = [min(200_000, max(200, int(rnd.lognormvariate(9.0, 1.1)))) for _ in range(OBJECTS - 1)]
    own = OBJECTS // 4
    weights = [1 / (k + 1) for k in range(DOMAINS - 1)]
    others = list(range(1, DOMAINS)) + rnd.choices(range(1, DOMAINS), weights, k=OBJECTS - 1 - own - (DOMAINS - 1))
    rnd.shuffle(others)
    return [(0, DOCUMENT)] + list(zip([0] * own + others, sizes))


def name(run, domain):
    return f"run{run}-site{domain}.example"


# ---------------------------------------------------------------- the browser, inside the client's namespace

async def connection(proxy, host, port):
    if not proxy:
        return await asyncio.open_connection(host, port)
    ip, at = proxy.split(":")
    reader, writer = await asyncio.open_connection(ip, int(at))
    writer.write(b"\x05\x01\x00")
    if await reader.readexactly(2) != b"\x05\x00":
        raise OSError("the proxy wants to know who asks")
    writer.write(b"\x05\x01\x00\x03" + bytes([len(host)]) + host.encode() + port.to_bytes(2, "big"))
    answer = await reader.readexactly(4)
    if answer[1]:
        raise OSError(f"the proxy refuses: {answer[1]}")
    await reader.readexactly({1: 4, 3: 0, 4: 16}[answer[3]] + 2)
    return reader, writer


async def fetch(reader, writer, host, size):
    writer.write(f"GET /of/{size} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\nUser-Agent: page\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise OSError(head.split(b"\r\n")[0].decode())
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    if length != size:
        raise OSError(f"{length} bytes instead of {size}")
    await reader.readexactly(length)


async def domain(proxy, port, host, sizes):
    todo = list(sizes)

    async def line():
        if todo:
            reader, writer = await connection(proxy, host, port)
            while todo:
                await fetch(reader, writer, host, todo.pop(0))
            lines.append(writer)

    lines = []
    await asyncio.gather(*(line() for _ in range(min(AT_ONCE, len(sizes)))))
    return lines


async def load(proxy, port, run):
    began = time.monotonic()
    objects = page()
    opened = await domain(proxy, port, name(run, 0), [objects[0][1]])
    by_domain = {}
    for d, size in objects[1:]:
        by_domain.setdefault(d, []).append(size)
    for lines in await asyncio.gather(*(domain(proxy, port, name(run, d), s) for d, s in by_domain.items())):
        opened += lines
    seconds = time.monotonic() - began
    await asyncio.sleep(SETTLE)
    for writer in opened:
        writer.close()
    # What is said of the ends belongs to this page: on a line as slow as this one the next would stand behind it.
    await asyncio.sleep(SETTLE)
    return seconds


# ---------------------------------------------------------------- the lab around it

def sent(lab):
    out = subprocess.run(["ip", "netns", "exec", lab.netns, "cat", "/sys/class/net/dl0/statistics/tx_bytes"],
                         stdout=subprocess.PIPE, text=True, check=True)
    return int(out.stdout)


def answer(query, origin):
    """of a name server that knows the page's domains (RFC 1035 section 4), and of no other any more than that there is none"""
    at, labels = 12, []
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].lower())
        at += 1 + query[at]
    question = query[12:at + 5]
    ours = labels[-1] == b"example" and labels[-2].startswith(b"run")
    record = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x01\x2c\x00\x04" + bytes(int(x) for x in origin.split("."))
    has = ours and question[-4:] == b"\x00\x01\x00\x01"
    return query[:2] + (b"\x85\x80" if ours else b"\x85\x83") + b"\x00\x01" + bytes([0, has, 0, 0, 0, 0]) + question + (record if has else b"")


def serve_names(origin):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 53))
    while True:
        query, who = s.recvfrom(512)
        try:
            s.sendto(answer(query, origin), who)
        except IndexError:
            pass                                # no question


def names(lab):
    """every machine of the lab asks a name server of its own; the folders that say so"""
    folders = [f"/etc/netns/{lab.ns}-{n}" for n in ("c", "h1", "h2", "h3")]
    for folder in folders:
        os.makedirs(folder)
        with open(f"{folder}/hosts", "w") as f:
            f.write("127.0.0.1 localhost\n")
        with open(f"{folder}/resolv.conf", "w") as f:
            f.write("nameserver 127.0.0.1\n")
    return folders


def files(lab):
    folder = f"{lab.dir}/origin/www/of"
    os.mkdir(folder, 0o755)
    for size in {size for _, size in page()}:
        with open(f"{folder}/{size}", "wb") as f:
            f.write(b"x" * size)
        os.chmod(f"{folder}/{size}", 0o644)


def measure(peer, a):
    lab = Lab(peer, "delay", a.delay_ms)
    folders, servers = [], []
    try:
        folders = names(lab)
        lab.sh(f"{bench.HERE}/net.sh", "up")
        servers = [subprocess.Popen(["ip", "netns", "exec", os.path.basename(folder), sys.executable, os.path.abspath(__file__),
                                     "--names", lab.origin.split(":")[0]]) for folder in folders]
        lab.sh(f"{bench.HERE}/origin.sh", "start")
        lab.sh(lab.script, "start")
        files(lab)
        lab.sh(lab.script, "client-start")
        if lab.socks:
            # Ready when something comes through it.
            subprocess.run(lab.cmd("first", "-t", 90), stdout=subprocess.DEVNULL, check=True)
        time.sleep(a.idle)
        result = []
        for run in range(a.runs + 1):
            before = sent(lab)
            out = subprocess.run(["ip", "netns", "exec", lab.netns, sys.executable, os.path.abspath(__file__), "--load", str(run),
                                  lab.socks or "", lab.origin.split(":")[1]], stdout=subprocess.PIPE, text=True, timeout=120)
            if out.returncode:
                raise RuntimeError("the page did not load")
            result.append({"seconds": float(out.stdout), "bytes_up": sent(lab) - before})
            log(f"{peer}: {result[-1]}")
        return result[1:]                       # the first warms the peer up
    finally:
        for server in servers:
            server.terminate()
            server.wait()
        lab.down()
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def main():
    if len(sys.argv) > 1 and sys.argv[1] == "--load":
        run, proxy, port = sys.argv[2:5]
        print(asyncio.run(load(proxy, int(port), int(run))))
        return
    if len(sys.argv) > 1 and sys.argv[1] == "--names":
        serve_names(sys.argv[2])
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("peers", nargs="*", default=["port17", "tor", "shadowsocks", "direct"])
    ap.add_argument("--runs", type=int, default=5)
    ap.add_argument("--idle", type=float, default=10, help="seconds between the client's first byte and the first page")
    ap.add_argument("--up-mbit", type=float, default=1)
    ap.add_argument("--delay-ms", type=float, default=25, help="one way, per link")
    ap.add_argument("--json", action="store_true", help="one JSON object on standard output instead of a table")
    ap.add_argument("--out", help="file for every single figure, as JSON")
    a = ap.parse_args()
    bench.require(*a.peers)
    bench.end_in_order()
    os.environ["DELAYNET_RATE"] = f"10.77.0.1>={a.up_mbit}"     # Lab copies the environment when it is made
    out = {}
    with bench.CpuLock():
        for peer in a.peers:
            try:
                out[peer] = measure(peer, a)
            except Exception as e:
                log(f"{peer}: {type(e).__name__}: {e}")
                out[peer] = {"error": str(e)}
    if a.out:
        json.dump(out, open(a.out, "w"), indent=1)
    table = {peer: r if isinstance(r, dict) else {key: {
        "p50": round(statistics.median(x[key] for x in r), 3), "min": round(min(x[key] for x in r), 3),
        "max": round(max(x[key] for x in r), 3)} for key in ("seconds", "bytes_up")} for peer, r in out.items()}
    ok = not any("error" in r for r in table.values())
    if a.json:
        print(json.dumps({"ok": ok, "up_mbit": a.up_mbit, "link_rtt_ms": 2 * a.delay_ms, "runs": a.runs, **table}))
    else:
        print("| | seconds, p50 | min-max | KB up, p50 | min-max |\n|---|---|---|---|---|")
        for peer, r in table.items():
            if "error" in r:
                print(f"| {peer} | {r['error']} |")
            else:
                s, b = r["seconds"], r["bytes_up"]
                print(f"| {peer} | {s['p50']:.2f} | {s['min']:.2f}-{s['max']:.2f} | {b['p50'] / 1e3:.0f} | {b['min'] / 1e3:.0f}-{b['max'] / 1e3:.0f} |")
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
