"""Clients that speak TLS, SSH or QUIC from their first byte."""
import os, subprocess, sys

from recorder import lines, says, tls

PY = sys.executable
GO = """package main
import ("crypto/tls";"os";"net/http")
func main() {
 v := map[string]uint16{"12":tls.VersionTLS12,"13":tls.VersionTLS13}
 c := &tls.Config{InsecureSkipVerify:true,MaxVersion:v[os.Args[1]],ServerName:os.Args[2]}
 h := &http.Client{Transport:&http.Transport{TLSClientConfig:c,ForceAttemptHTTP2:os.Args[1]=="13"}}
 h.Get("https://127.0.0.1/")
}
"""
JAVA = """import javax.net.ssl.*;
public class J { public static void main(String[] a) throws Exception {
 SSLContext c = SSLContext.getInstance("TLS");
 c.init(null, new TrustManager[]{new X509TrustManager(){
  public void checkClientTrusted(java.security.cert.X509Certificate[] x,String y){}
  public void checkServerTrusted(java.security.cert.X509Certificate[] x,String y){}
  public java.security.cert.X509Certificate[] getAcceptedIssuers(){return new java.security.cert.X509Certificate[0];}}}, null);
 SSLSocket s = (SSLSocket) c.getSocketFactory().createSocket("127.0.0.1", 443);
 s.setEnabledProtocols(a[0].split(","));
 s.getOutputStream().write("GET / HTTP/1.0\\r\\n\\r\\n".getBytes()); s.getInputStream().readAllBytes(); } }
"""
CIPHERS = ["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CHACHA20-POLY1305", "AES256-SHA", "ECDHE-RSA-AES256-SHA384", "DHE-RSA-AES128-SHA",
           "ECDHE-RSA-AES128-SHA:AES128-SHA256", "CAMELLIA256-SHA", "ARIA128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384", "AES128-CCM8"]
GNUTLS = ["NORMAL", "SECURE256", "PERFORMANCE", "NORMAL:-VERS-TLS1.3", "NORMAL:+VERS-TLS1.0:+VERS-TLS1.1", "PFS", "SUITEB128", "NORMAL:%NO_EXTENSIONS:-VERS-TLS1.3",
          "NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-GROUP-ALL:+GROUP-X25519", "NORMAL:-GROUP-ALL:+GROUP-FFDHE2048", "NORMAL:%NO_TICKETS", "LEGACY"]
NODE = ["{}", "{maxVersion:'TLSv1.2'}", "{minVersion:'TLSv1.3'}", "{ALPNProtocols:['h2','http/1.1']}", "{servername:'example.test'}", "{ecdhCurve:'X25519:P-256'}"]


def web(name, command, tool, repeat=1, server="nginx", **more):
    """A client of an HTTPS server, as often as it makes its first flight anew."""
    for i in range(repeat):
        last = f".r{i + 1}" if repeat > 1 else ""
        yield dict(name=f"tls-{name}{last}", label="tls", encrypted=True, port=443, command=command, tool=tool, server=server, behind=443, **more)


def one(name, port, command, tool, **more):
    return dict(name=f"tls-{name}", label="tls", encrypted=True, port=port, command=command, tool=tool, **more)


def openssl(w):
    base = "openssl s_client -connect 127.0.0.1:443"
    variants = {
        "plain": "", "tls12": "-tls1_2", "tls13": "-tls1_3", "nosni": "-noservername", "sni": "-servername example.test",
        "alpn": "-alpn h2,http/1.1", "noticket": "-no_ticket", "x25519": "-curves X25519", "p256": "-curves P-256", "p521": "-curves P-521", "ffdhe": "-groups ffdhe2048",
        "status": "-status", "sct": "-ct", "maxfrag": "-maxfraglen 1024", "splitsend": "-max_send_frag 512", "comp": "-comp", "noems": "-no_ems", "middlebox": "-no_middlebox",
        "sigalgs": "-sigalgs RSA-PSS+SHA256:RSA+SHA256", "many": "-cipher ALL:!aNULL:!eNULL:@SECLEVEL=0", "legacy": "-legacy_renegotiation", "srp": "-cipher DEFAULT:SRP"}
    for name, options in variants.items():
        yield from web(f"openssl-{name}", f"{base} {options}", "openssl", stdin=b"GET / HTTP/1.0\r\n\r\n", seconds=2)
    for i, cipher in enumerate(CIPHERS):
        yield from web(f"openssl-cipher{i}", f"{base} -tls1_2 -cipher '{cipher}:@SECLEVEL=0'", "openssl", stdin=b"x\n", seconds=1)
    for version in ("tls1", "tls1_1"):
        yield one(f"openssl-{version}", 4433, f"openssl s_client -connect 127.0.0.1:4433 -{version} -cipher DEFAULT:@SECLEVEL=0", "openssl", play=tls(), stdin=b"x\n", seconds=2)
    yield one("openssl-resumed", 443, f"{base} -sess_out {w}/s; {base} -sess_in {w}/s", "openssl", server="nginx", behind=443, stdin=b"", most=3, seconds=4)


def browsers(w):
    chromium = "chromium --headless --no-sandbox --disable-gpu --ignore-certificate-errors --user-data-dir=%s --dump-dom https://127.0.0.1/%%d" % (w + "/ch")
    for i in range(12):
        yield one(f"chromium.r{i + 1}", 443, chromium % i, "chromium", server="nginx", behind=443, seconds=8)


def flows(servers):
    w, pem, key = servers.work, servers.pem, servers.key
    yield from openssl(w)
    yield from web("curl", "curl -sk https://127.0.0.1/", "curl", 4)
    yield from web("curl-upload", f"head -c 60000 /dev/urandom > {w}/u; curl -sk -T {w}/u https://127.0.0.1/u", "curl", keep=65536)
    for name, options in {"http11": "--http1.1", "tls12": "--tls-max 1.2", "tls13": "--tlsv1.3", "noalpn": "--no-alpn", "curves": "--curves P-384", "two": "https://127.0.0.1/2", "faststart": "--false-start"}.items():
        yield from web(f"curl-{name}", f"curl -sk {options} https://127.0.0.1/", "curl")
    for i, priority in enumerate(GNUTLS):
        yield from web(f"gnutls-{i}", f"gnutls-cli --insecure --priority '{priority}' 127.0.0.1:443", "gnutls-cli", stdin=b"GET / HTTP/1.0\r\n\r\n", seconds=2)
    yield from web("wget", "wget --no-check-certificate -qO- https://127.0.0.1/", "wget", 3)
    yield from web("aria2", "aria2c --check-certificate=false -q -o z https://127.0.0.1/", "aria2c", 2)
    yield from web("w3m", "w3m -o ssl_verify_server=0 -dump https://127.0.0.1/", "w3m", 2)
    yield from web("lynx", "lynx -dump https://127.0.0.1/", "lynx", stdin=b"y\n")
    yield from web("links", "links -ssl.certificates 0 -dump https://127.0.0.1/", "links")
    yield from web("git", "GIT_SSL_NO_VERIFY=1 git ls-remote https://127.0.0.1/x.git", "git", 2)
    yield from web("svn", "svn --non-interactive --trust-server-cert-failures=unknown-ca,cn-mismatch,expired,not-yet-valid,other info https://127.0.0.1/x", "svn")
    yield from web("hg", "hg --insecure id https://127.0.0.1/x", "hg")
    yield from web("nghttp", "nghttp https://127.0.0.1/", "nghttp", 2)
    yield from web("ncat", "ncat --ssl 127.0.0.1 443", "ncat", 2, stdin=b"GET / HTTP/1.0\r\n\r\n", seconds=2)
    yield from web("socat", "socat - OPENSSL:127.0.0.1:443,verify=0", "socat", 2, stdin=b"GET / HTTP/1.0\r\n\r\n", seconds=2)
    yield from web("ffmpeg", "ffmpeg -tls_verify 0 -i https://127.0.0.1/ -f null -", "ffmpeg", 2)
    yield from web("python", [PY, "-c", "import ssl,urllib.request as u;u.urlopen('https://127.0.0.1/',context=ssl._create_unverified_context())"], "python3", 3)
    yield from web("httpx", [PY, "-c", "import httpx;httpx.get('https://127.0.0.1/',verify=False)"], "/usr/lib/python3/dist-packages/httpx", 2)
    yield from web("pyopenssl", [PY, "-c", "import socket;from OpenSSL import SSL;c=SSL.Connection(SSL.Context(SSL.TLS_CLIENT_METHOD),socket.create_connection(('127.0.0.1',443)));c.set_connect_state();c.do_handshake();c.send(b'GET / HTTP/1.0\\r\\n\\r\\n')"], "/usr/lib/python3/dist-packages/OpenSSL", 2)
    yield from web("websocket", [PY, "-c", "import ssl,websocket;websocket.create_connection('wss://127.0.0.1/',sslopt={'cert_reqs':ssl.CERT_NONE})"], "/usr/lib/python3/dist-packages/websocket")
    for i, options in enumerate(NODE):
        code = f"const s=require('tls').connect(443,'127.0.0.1',Object.assign({{rejectUnauthorized:false}},{options}),()=>s.write('GET / HTTP/1.0\\r\\n\\r\\n'))"
        yield from web(f"node-{i}", ["node", "-e", code], "node", 2, seconds=2)
    with open(f"{w}/main.go", "w") as f:
        f.write(GO)
    subprocess.run(f"cd {w} && HOME={w} GOFLAGS=-mod=mod GO111MODULE=off go build -o gohttp main.go", shell=True)
    for version in ("12", "13"):
        for name in ("example.test", ""):
            yield from web(f"go-{version}-{name or 'nosni'}", f"{w}/gohttp {version} '{name}'", "go", 2, seconds=2)
    if os.environ.get("JAVA"):
        java = os.environ["JAVA"]
        with open(f"{w}/J.java", "w") as f:
            f.write(JAVA)
        for versions in ("TLSv1.3", "TLSv1.2", "TLSv1.3,TLSv1.2"):
            yield from web(f"java-{versions.replace(',', '-')}", f"{java} -Xmx128m {w}/J.java {versions}", "java", 2, seconds=25)
    for option, name in (("", "plain"), ("-V tls1.3:tls1.3", "tls13"), ("-V tls1.2:tls1.2", "tls12"), ("-V tls1.0:tls1.2", "old"), ("-Q -g", "falsestart"), ("-Z", "early")):
        yield from web(f"nss-{name}", f"tstclnt -h 127.0.0.1 -p 443 -o -D -d sql:. -a example.test {option}", "tstclnt", 2, stdin=b"GET / HTTP/1.0\r\n\r\n", seconds=2)
    yield from browsers(w)
    yield one("swaks-smtps", 465, "swaks -s 127.0.0.1 --port 465 -tlsc -t b@example.test", "swaks", play=tls(b"250 ok\r\n", b"220 x\r\n"))
    yield one("msmtp-smtps", 465, "printf 'From: a@example.test\\n\\nx\\n' | msmtp --host=127.0.0.1 --port=465 --tls=on --tls-starttls=off --tls-certcheck=off --auth=off -f a@example.test b@example.test", "msmtp", play=tls(b"250 ok\r\n", b"220 x\r\n"))
    yield one("curl-imaps", 993, "curl -sk imaps://127.0.0.1/", "curl", play=tls(b"A001 OK\r\n", b"* OK x\r\n"))
    yield one("curl-pop3s", 995, "curl -sk pop3s://127.0.0.1/", "curl", play=tls(b"+OK\r\n", b"+OK x\r\n"))
    yield one("curl-ftps", 990, "curl -sk ftps://127.0.0.1/", "curl", play=tls(b"230 ok\r\n", b"220 x\r\n"))
    yield one("mpop-pop3s", 995, "mpop --host=127.0.0.1 --port=995 --tls=on --tls-starttls=off --tls-certcheck=off --serverinfo", "mpop", play=tls(b"+OK\r\n", b"+OK x\r\n"))
    yield one("fetchmail-imaps", 993, "printf 'poll 127.0.0.1 proto IMAP user a password b ssl\\n' > rcs; chmod 600 rcs; fetchmail -f rcs --nosslcertck --pidfile fms.pid", "fetchmail", play=tls(b"A0001 OK\r\n", b"* OK x\r\n"))
    yield one("lftp-ftps", 990, "lftp -e 'set ssl:verify-certificate no;ls;exit' ftps://127.0.0.1", "lftp", play=tls(b"230 ok\r\n", b"220 x\r\n"))
    yield one("mosquitto", 8883, f"mosquitto_pub -h 127.0.0.1 -p 8883 --insecure --cafile {pem} -t a -m b", "mosquitto_pub", play=tls(b"\x20\2\0\0"))
    yield one("ldaps", 636, "LDAPTLS_REQCERT=never ldapsearch -x -H ldaps://127.0.0.1 -b dc=test", "ldapsearch", play=tls(b""))
    yield one("redis", 6380, "redis-cli --tls --insecure -p 6380 get x", "redis-cli", play=tls(b"$-1\r\n"))
    yield one("irssi", 6697, "TERM=xterm irssi -c 127.0.0.1 -p 6697 --tls", "irssi", play=tls(b""), seconds=3)
    yield one("kdig-dot", 853, "kdig +tls @127.0.0.1 example.org", "kdig", play=tls(b""), seconds=2)
    yield one("kdig-doh", 443, "kdig +https @127.0.0.1 example.org", "kdig", play=tls(b""), seconds=2)
    yield one("etcdctl", 2379, "ETCDCTL_API=3 etcdctl --endpoints=https://127.0.0.1:2379 --insecure-skip-tls-verify get x", "etcdctl", play=tls(b""), seconds=3)
    yield one("nats", 4443, "gnutls-cli --insecure 127.0.0.1:4443", "gnutls-cli", play=tls(b""), stdin=b"PING\r\n", seconds=1)
    yield one("kcat", 9093, "kcat -b 127.0.0.1:9093 -X security.protocol=ssl -X enable.ssl.certificate.verification=false -L", "kcat", play=tls(b""), seconds=2)
    yield one("pymongo", 27017, [PY, "-c", "import pymongo;pymongo.MongoClient('127.0.0.1',tls=True,tlsInsecure=True,serverSelectionTimeoutMS=900).admin.command('ping')"], "/usr/lib/python3/dist-packages/pymongo", play=tls(b""), seconds=2)
    yield one("pika", 5671, [PY, "-c", "import ssl,pika;pika.BlockingConnection(pika.ConnectionParameters('127.0.0.1',5671,ssl_options=pika.SSLOptions(ssl._create_unverified_context())))"], "/usr/lib/python3/dist-packages/pika", play=tls(b""), seconds=2)
    yield one("stunnel", 443, f"printf 'client=yes\\nforeground=yes\\npid=\\n[x]\\naccept=127.0.0.1:4000\\nconnect=127.0.0.1:443\\n' > {w}/st.conf; (stunnel4 {w}/st.conf & sleep 1; echo hi | nc -q1 127.0.0.1 4000)", "stunnel4", play=tls(), seconds=3)
    yield one("openvpn-mgmt", 4434, "openssl s_client -connect 127.0.0.1:4434 -tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256", "openssl", play=tls(), stdin=b"x", seconds=1)
    yield from ssh(servers)
    for i in range(6):
        yield dict(name=f"quic-chromium.r{i + 1}", label="quic", encrypted=True, port=443, udp=True, tool="chromium", seconds=5,
                   command=f"chromium --headless --no-sandbox --disable-gpu --enable-quic --origin-to-force-quic-on=127.0.0.1:443 --ignore-certificate-errors --user-data-dir={w}/q{i} --dump-dom https://127.0.0.1/")


def ssh(servers):
    w = servers.work
    os.makedirs("/run/sshd", exist_ok=True)
    subprocess.run(f"ssh-keygen -q -t ed25519 -N '' -f {w}/hk; ssh-keygen -q -t rsa -N '' -f {w}/rk", shell=True)
    import plaintext
    plaintext.SERVERS["sshd"] = (f"/usr/sbin/sshd -D -e -f /dev/null -h {w}/hk -h {w}/rk -o ListenAddress={{s}} -o Port=22 -o UsePAM=no", 22)
    plain = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes"
    variants = {"": "", "aes": "-c aes128-ctr", "gcm": "-c aes256-gcm@openssh.com", "chacha": "-c chacha20-poly1305@openssh.com", "dh": "-o KexAlgorithms=diffie-hellman-group14-sha256",
                "p256": "-o KexAlgorithms=ecdh-sha2-nistp256", "gex": "-o KexAlgorithms=diffie-hellman-group-exchange-sha256", "cbc": "-c aes128-cbc", "comp": "-C"}
    for name, options in variants.items():
        yield dict(name=f"ssh-openssh{'-' if name else ''}{name}", label="ssh", encrypted=True, port=22, server="sshd", behind=22, tool="ssh", command=f"ssh {plain} {options} a@127.0.0.1 true", keep=65536)
    more = {
        "sftp": (f"sftp {plain} a@127.0.0.1", "sftp"), "scp": (f"scp {plain} {w}/hk a@127.0.0.1:x", "scp"), "git": (f"GIT_SSH_COMMAND='ssh {plain}' git ls-remote a@127.0.0.1:x", "git"),
        "dbclient": ("dbclient -y -y a@127.0.0.1 true", "dbclient"), "dbclient-aes": ("dbclient -y -y -c aes256-ctr a@127.0.0.1 true", "dbclient"),
        "plink": ("plink -batch -hostkey x a@127.0.0.1 true", "plink"), "plink-anykey": ("echo y | plink -pw x a@127.0.0.1 true", "plink"), "psftp": ("echo y | psftp -pw x a@127.0.0.1", "psftp"),
        "curl": ("curl -sk -u a:b sftp://127.0.0.1/", "curl"), "curl-scp": ("curl -sk -u a:b scp://127.0.0.1/x", "curl"), "lftp": ("lftp -u a,b -e 'set sftp:auto-confirm yes;ls;exit' sftp://127.0.0.1", "lftp"),
        "keyscan": ("ssh-keyscan -t ed25519 127.0.0.1", "ssh-keyscan"), "ncat": ("printf 'SSH-2.0-probe\\r\\n' | ncat 127.0.0.1 22", "ncat")}
    for name, (command, tool) in more.items():
        yield dict(name=f"ssh-{name}", label="ssh", encrypted=True, port=22, server="sshd", behind=22, tool=tool, command=command, keep=65536, seconds=5)
    for i in range(3):
        yield dict(name=f"ssh-paramiko.r{i + 1}", label="ssh", encrypted=True, port=22, server="sshd", behind=22, tool="/usr/lib/python3/dist-packages/paramiko", keep=65536,
                   command=[PY, "-c", "import paramiko as p;c=p.SSHClient();c.set_missing_host_key_policy(p.AutoAddPolicy());c.connect('127.0.0.1',username='a',password='b',look_for_keys=False)"])
