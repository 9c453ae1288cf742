"""Records what a client says: stands between it and its server, or plays a server where there is none."""
import os, socket, ssl, subprocess, threading, time

LIMIT = 64 * 1024
CLIENT, SERVER = "127.0.0.1", "127.0.0.2"


class Recorder:
    """Listens where the client connects; keeps the first LIMIT bytes of its side of each connection."""

    def __init__(self, port, behind=None, play=None, udp=False):
        self.port, self.behind, self.play, self.flows, self.udp = port, behind, play, [], udp
        self.door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
        self.door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.door.bind((CLIENT, port))
        if udp:
            threading.Thread(target=self.datagrams, daemon=True).start()
        else:
            self.door.listen(20)
            threading.Thread(target=self.accept, daemon=True).start()

    def datagrams(self):
        try:
            while True:
                self.flows.append(bytearray(self.door.recvfrom(65535)[0]))
        except OSError:
            pass

    def accept(self):
        try:
            while True:
                client = self.door.accept()[0]
                said = bytearray()
                self.flows.append(said)
                threading.Thread(target=self.serve, args=(client, said), daemon=True).start()
        except OSError:
            pass

    def serve(self, client, said):
        try:
            server = None
            if self.behind:
                server = socket.create_connection((SERVER, self.behind), 5)
                server.settimeout(None)
                threading.Thread(target=self.pump, args=(server, client), daemon=True).start()
            elif self.play:
                inner, server = socket.socketpair()
                threading.Thread(target=self.played, args=(inner,), daemon=True).start()
                threading.Thread(target=self.pump, args=(server, client), daemon=True).start()
            while data := client.recv(65536):
                said += data[: LIMIT - len(said)]
                if server:
                    server.sendall(data)
            if server:
                server.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def played(self, peer):
        try:
            self.play(peer)
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            try:
                peer.close()
            except OSError:
                pass

    @staticmethod
    def pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        # Or accept() holds the port.
        try:
            self.door.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.door.close()


def run(command, seconds=5, stdin=b"", env=None):
    """Runs a client and ends it, with all it started, after so many seconds."""
    child = subprocess.Popen(
        command, shell=isinstance(command, str), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True, env={**os.environ, **(env or {})})
    try:
        child.communicate(stdin, timeout=seconds)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(child.pid, 9)
    except ProcessLookupError:
        pass
    child.wait()


def listening(port, seconds=15):
    until = time.time() + seconds
    while time.time() < until:
        try:
            socket.create_connection((SERVER, port), 1).close()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def lines(*dialogue, greeting="", starttls=None):
    """Plays a server made of lines: (start of the client's line, answer); may go on in TLS after one of them."""

    def play(peer):
        if greeting:
            peer.sendall(greeting.encode())
        reader = peer.makefile("rb")
        while line := reader.readline():
            text = line.decode("latin-1").strip()
            tag, _, rest = text.partition(" ")
            for start, answer in dialogue:
                if text.upper().startswith(start) or rest.upper().startswith(start):
                    peer.sendall(answer.replace("TAG", tag).encode())
                    break
            if starttls and (text.upper().startswith(starttls) or rest.upper().startswith(starttls)):
                peer = TLS.wrap_socket(peer, server_side=True)
                reader = peer.makefile("rb")

    return play


def tls(answer=b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", first=b""):
    """Plays a server within TLS: answers each thing it reads with the same bytes."""

    def play(peer):
        peer = TLS.wrap_socket(peer, server_side=True)
        if first:
            peer.sendall(first)
        while peer.recv(65536):
            if answer:
                peer.sendall(answer)

    return play


def says(*answers, first=b""):
    """Plays a server that answers the n-th thing it reads with the n-th answer."""

    def play(peer):
        if first:
            peer.sendall(first)
        for answer in answers:
            if not peer.recv(65536):
                return
            peer.sendall(answer)
        while peer.recv(65536):
            pass

    return play


TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
TLS.minimum_version = ssl.TLSVersion.TLSv1
TLS.set_ciphers("ALL:@SECLEVEL=0")


def certificate(folder):
    key, pem = f"{folder}/key.pem", f"{folder}/cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", pem, "-days", "30",
         "-subj", "/CN=example.test", "-addext", "subjectAltName=DNS:example.test,DNS:localhost,IP:127.0.0.1"],
        check=True, stderr=subprocess.DEVNULL)
    TLS.load_cert_chain(pem, key)
    return key, pem
