#!/usr/bin/env python3
"""Captures the corpus of org.port17.detect: what real clients say first. See README.md. Needs root, for a network of its own."""
import hashlib, os, subprocess, sys, tempfile

if os.environ.get("CAPTURE") != "inside":
    os.environ["CAPTURE"] = "inside"
    os.execvp("unshare", ["unshare", "-n", sys.executable, os.path.abspath(__file__), *sys.argv[1:]])

import flows
from recorder import Recorder, certificate, run


def version(tool):
    package = subprocess.run(
        ["sh", "-c", f"dpkg -S $(readlink -f $(command -v {tool}) || echo {tool}) | cut -d: -f1 | head -1"],
        capture_output=True, text=True).stdout.strip() or tool
    shown = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}", package], capture_output=True, text=True)
    return shown.stdout.strip() or tool


def main(target, only):
    subprocess.run("ip link set lo up", shell=True, check=True)
    os.makedirs(target, exist_ok=True)
    work = tempfile.mkdtemp(prefix="capture")
    os.environ["HOME"] = work
    os.chdir(work)
    context = flows.Servers(work, certificate(work))
    rows, failed = [], []
    for flow in flows.all_flows(context):
        if only and not flow.name.startswith(only):
            continue
        recorder = Recorder(flow.port, flow.behind, flow.play, flow.udp)
        before = context.start(flow.server)
        if before:
            run(flow.command, flow.seconds, flow.stdin, flow.env)
        recorder.close()
        said = [bytes(f) for f in recorder.flows if f][flow.skip: flow.skip + flow.most]
        if not said:
            failed.append(flow.name)
        for i, data in enumerate(said):
            name = flow.name if i == 0 else f"{flow.name}.{i + 1}"
            with open(f"{target}/{name}.bin", "wb") as out:
                out.write(data[: flow.keep])
            rows.append((name, flow.label, "yes" if flow.encrypted else "no", str(flow.port), version(flow.tool)))
            print(name, len(data), flush=True)
    context.stop()
    with open(f"{target}/index.tsv", "a") as index:
        for row in rows:
            index.write("\t".join(row) + "\n")
    print("nothing captured from:", " ".join(failed) or "-")


main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
