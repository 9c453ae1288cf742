#!/usr/bin/env python3
"""Tests of delaynet: its options, and what it carries, drops and loses, counted between two network namespaces (as root)."""
import os, shutil, subprocess, sys, tempfile, unittest

HERE = os.path.dirname(os.path.abspath(__file__))
A, B = "10.78.0.1", "10.78.0.2"
PACKETS, PAYLOAD = 200, 1000                    # with IP and UDP 1,028 bytes each
SENDER = f"""
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i in range({PACKETS}):
    s.sendto(bytes({PAYLOAD}), ("{B}", 9))
"""
RECEIVER = """
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
s.bind(("", 9))
print("ready", flush=True)
s.settimeout(float(sys.argv[1]))
n = 0
try:
    while True:
        s.recv(2048)
        n += 1
except TimeoutError:
    print(n)
"""


class DelaynetTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.program = f"{cls.folder}/delaynet"
        subprocess.check_call(["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", cls.program, f"{HERE}/src/delaynet.c"])

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def refused(self, says, *words, **options):
        r = subprocess.run([self.program, *words], env=dict(os.environ, **options), capture_output=True, text=True)
        self.assertEqual(2, r.returncode, (words, options, r.stderr))
        self.assertIn(says, r.stderr)
        self.assertEqual("", r.stdout)

    def test_help(self):
        r = subprocess.run([self.program, "--help"], capture_output=True, text=True)
        self.assertEqual(0, r.returncode)
        for name in ("RATE", "QUEUE", "DELAY", "LOSS", "LOG"):
            self.assertIn("DELAYNET_" + name, r.stdout)

    def test_wrong_words(self):
        self.refused("usage", "5")
        for delay in ("x", "-1", "10001", "5ms", ""):
            self.refused("DELAY_MS is 0 to 10000", delay, f"a={A}")
        for node in ("a", "a=", "a=host", "=", "a=1.2.3"):
            self.refused("a node is NETNS=IP", "5", node)
        self.refused("at most 64 nodes", "5", *[f"n{i}=10.78.0.{i}" for i in range(1, 66)])

    def test_wrong_options(self):
        nodes = "5", f"a={A}", f"b={B}"
        for rate in ("", "5", f"{A}=5", f"{A}>{B}", f"{A}>=0", f"{A}>=-1", f"{A}>=x", f"{A}>=5M", ">=5", "10.78.0.9>=5", f"{A}>{B}=nan",
                     f"{A}>=5,", ",".join([f"{A}>=5"] * 65)):
            self.refused("DELAYNET_RATE takes", *nodes, DELAYNET_RATE=rate)
        for queue in ("", "0KB", "-1ms", "5", "5kb", "5 KB", "KB", "nanms", "5KBx"):
            self.refused("DELAYNET_QUEUE takes", *nodes, DELAYNET_QUEUE=queue)
        for delay in (f"{A}-{B}", f"{A}-=5", f"{A}-{B}=-1", f"{A}-{B}=10001", f"{A}-10.78.0.9=5"):
            self.refused("DELAYNET_DELAY takes", *nodes, DELAYNET_DELAY=delay)
        for loss in ("1", "-0.1", "x", "", "nan"):
            self.refused("DELAYNET_LOSS takes", *nodes, DELAYNET_LOSS=loss)

    def carried(self, **options):
        """of PACKETS sent at once from A to B, how many arrive"""
        spaces = [f"dn{os.getpid()}{n}" for n in "ab"]
        inside = lambda n, *cmd: ["ip", "netns", "exec", spaces[n], *cmd]
        running = []
        try:
            for n in spaces:
                subprocess.check_call(["ip", "netns", "add", n])
            net = subprocess.Popen([self.program, "1", f"{spaces[0]}={A}", f"{spaces[1]}={B}"], env=dict(os.environ, **options),
                                   stdout=subprocess.PIPE, text=True)
            running.append(net)
            self.assertEqual("ready\n", net.stdout.readline())
            to = subprocess.Popen(inside(1, sys.executable, "-c", RECEIVER, "2"), stdout=subprocess.PIPE, text=True)
            running.append(to)
            self.assertEqual("ready\n", to.stdout.readline())
            subprocess.check_call(inside(0, sys.executable, "-c", SENDER))
            return int(to.stdout.readline())
        finally:
            for p in running:
                p.kill()
                p.wait()
                p.stdout.close()
            for n in spaces:
                subprocess.call(["ip", "netns", "del", n], stderr=subprocess.DEVNULL)

    @unittest.skipIf(os.geteuid() or not os.path.exists("/dev/net/tun"), "needs root and /dev/net/tun")
    def test_what_arrives(self):
        self.assertEqual(PACKETS, self.carried())
        self.assertEqual(PACKETS, self.carried(DELAYNET_RATE=f"{B}>=1", DELAYNET_QUEUE="1KB"), "the other way has the line")
        self.assertEqual(PACKETS, self.carried(DELAYNET_RATE=f">{B}=10", DELAYNET_QUEUE="1000KB"), "all find room")
        # 1 Mbit/s is 125 bytes a millisecond: of what is sent at once only the queue's own 16 packets leave, and few more meanwhile.
        for queue in ("17KB", "139ms"):
            for line in (f"{A}>", f">{B}", f"{A}>{B}"):
                some = self.carried(DELAYNET_RATE=f"{line}=1", DELAYNET_QUEUE=queue)
                self.assertTrue(16 <= some < 60, f"{some} of {line} with {queue}")
        some = self.carried(DELAYNET_LOSS="0.5")
        self.assertTrue(70 < some < 130, some)
        self.assertEqual(some, self.carried(DELAYNET_LOSS="0.5"), "the same ones every time")


if __name__ == "__main__":
    unittest.main()
