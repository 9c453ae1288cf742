"""Who is recorded: clients, their servers, and what is true of each flow."""
import os, subprocess
from dataclasses import dataclass, field

import encrypted, plaintext
from recorder import SERVER, listening


@dataclass
class Flow:
    name: str  # also the file's
    label: str  # as Protocol.label()
    port: int
    command: object
    tool: str  # what to ask for a version
    encrypted: bool = False
    server: str = ""  # a real one, by its name in SERVERS
    behind: int = 0  # its port, if the recorder stands between
    play: object = None
    udp: bool = False
    seconds: float = 4
    stdin: bytes = b""
    env: dict = field(default_factory=dict)
    skip: int = 0  # connections that are not of interest
    most: int = 1
    keep: int = 4096


class Servers:
    """Real servers, started when first needed, on SERVER; all are children of this process and end with it."""

    def __init__(self, work, certificate):
        self.work, (self.key, self.pem), self.running, self.children = work, certificate, {}, []

    def start(self, name):
        if not name:
            return True
        if name not in self.running:
            command, port = plaintext.SERVERS[name]
            text = command.format(w=self.work, s=SERVER, key=self.key, pem=self.pem)
            self.children.append(
                subprocess.Popen(text, shell=True, start_new_session=True, stdin=subprocess.DEVNULL,
                                 stdout=open(f"{self.work}/{name}.log", "wb"), stderr=subprocess.STDOUT))
            self.running[name] = listening(port, 25)
            if not self.running[name]:
                print("server did not start:", name, open(f"{self.work}/{name}.log", errors="replace").read()[-400:])
        return self.running[name]

    def stop(self):
        for child in self.children:
            try:
                os.killpg(child.pid, 9)
            except ProcessLookupError:
                pass


def all_flows(servers):
    for make in (plaintext.flows, encrypted.flows):
        for parts in make(servers):
            yield Flow(**parts)
