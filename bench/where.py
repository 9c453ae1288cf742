"""Where a new route's time goes, hop by hop, from what the delay network saw (DELAYNET_LOG of delaynet.c).

A request's first flight is followed from node to node: each turn is the time between the last byte handed over to a node
and the first that it sends on. Turns and the links' fixed delays add up to the whole.
"""

PORT_NODE, SYN = 5017, 2


class Packet:
    __slots__ = ("sent", "handed", "source", "to", "sport", "dport", "bytes", "flags")

    def __init__(self, line):
        f = line.split()
        self.sent, self.handed = int(f[0]) / 1e6, int(f[1]) / 1e6        # milliseconds
        self.source, self.to = f[2], f[3]
        self.sport, self.dport, self.bytes, self.flags = (int(x) for x in f[4:8])


def packets(path, begin, end):
    """those sent between two moments of time.monotonic()"""
    with open(path) as f:
        all_ = [Packet(line) for line in f if line.count(" ") == 7 and line.endswith("\n")]
    return [p for p in all_ if begin * 1e3 <= p.sent <= end * 1e3]


def turns(seen, client, hops, origin):
    """[(what, milliseconds)] in the order of the way; None if the way cannot be followed"""
    entry = next((p.to for p in seen if p.source == client and p.bytes > 400 and p.to in hops), None)
    if entry is None:
        return None
    middle = next(h for h in hops if h not in (entry, hops[-1]))
    exit_ = hops[-1]
    way = [(client, entry, 0, "client"), (entry, middle, 0, "entry"), (middle, exit_, 0, "middle"),
           (exit_, origin, SYN, "exit connects"), (origin, exit_, SYN, "origin accepts"), (exit_, origin, 0, "exit asks"),
           (origin, exit_, 0, "origin answers"), (exit_, middle, 0, "exit, back"), (middle, entry, 0, "middle, back"),
           (entry, client, 0, "entry, back")]
    least = {"client": 400, "entry": 400, "middle": 400}                 # the BUILD, not a keep-alive
    out, at = [], None
    for source, to, flags, name in way:
        p = next((p for p in seen if p.source == source and p.to == to and (at is None or p.sent >= at)
                  and (p.flags & SYN if flags else p.bytes > least.get(name, 0))), None)
        if p is None:
            return None
        if at is not None:
            out.append((name, p.sent - at))
        else:
            out.append((name, p.sent))                                   # absolute; the caller knows when it asked
        # A flight of several packets is there when its last one is.
        flight = [q for q in seen if q.source == source and q.to == to and p.sent <= q.sent < p.sent + 1.5]
        at = max(q.handed for q in flight) if not flags else p.handed
        out.append((f"{name}: link", at - p.sent))
    return out + [("there", at)]


def explain(seen, begin, first_byte, client, hops, origin):
    """{turn: ms} of one request; the client's turns are from curl's start and to its first byte"""
    way = turns(seen, client, hops, origin)
    if way is None:
        return None
    table, late = {}, 0.0
    for name, ms in way:
        if name.endswith(": link"):
            late += ms
        elif name == "client":
            table["curl and client"] = ms - begin * 1e3
        elif name == "there":
            table["client and curl, back"] = first_byte * 1e3 - ms
        else:
            table[name] = ms
    table["links"] = late
    return table
