#!/usr/bin/env python3
"""Prints a JSON line for every TCP packet that this network namespace sends or receives, with the kernel's time stamp.

Needs no package and no interface name: a cooked packet socket sees loopback and TUN alike. Ends with SIGTERM.
"""
import json, signal, socket, struct, sys

SO_TIMESTAMPNS = 35
ETH_P_ALL = 3
FLAGS = ((2, "S"), (1, "F"), (4, "R"), (16, "."))


def main():
    s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
    s.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("{}", flush=True)                     # ready
    while True:
        packet, extra, _, where = s.recvmsg(4096, 128)
        if where[0] == "lo" and where[2] == socket.PACKET_OUTGOING:
            continue                            # loopback shows each packet twice
        if len(packet) < 40 or packet[0] >> 4 != 4 or packet[9] != 6:
            continue
        ihl = (packet[0] & 15) * 4
        sport, dport, _, _, off, flags = struct.unpack_from("!HHIIBB", packet, ihl)
        seconds, nanos = struct.unpack("ll", extra[0][2][:16])
        body = ihl + (off >> 4) * 4
        print(json.dumps({
            "t": seconds + nanos / 1e9, "if": where[0],
            "from": socket.inet_ntoa(packet[12:16]) + f":{sport}", "to": socket.inet_ntoa(packet[16:20]) + f":{dport}",
            "flags": "".join(c for bit, c in FLAGS if flags & bit),
            "bytes": struct.unpack_from("!H", packet, 2)[0] - body, "http": packet[body:body + 5] == b"HTTP/"}), flush=True)


main()
