"""Clients that speak in the clear, asking for TLS or not."""
import sys

from recorder import lines, says

PY = sys.executable
W, P = "{w}", "{s}"
SERVERS = {
    "redis": ("redis-server --bind {s} --port 6379 --save '' --dir {w} --protected-mode no", 6379),
    "memcached": ("memcached -u nobody -l {s} -p 11211", 11211),
    "mosquitto": ("printf 'listener 1883 {s}\\nallow_anonymous true\\n' > {w}/mosquitto.conf; mosquitto -c {w}/mosquitto.conf", 1883),
    "mariadb": ("mkdir -p {w}/my && mariadb-install-db --user=root --datadir={w}/my --auth-root-authentication-method=normal >/dev/null 2>&1;"
                " mariadbd --no-defaults --user=root --datadir={w}/my --bind-address={s} --socket={w}/my.sock --pid-file={w}/my.pid"
                " --ssl-cert={pem} --ssl-key={key} --skip-grant-tables --skip-networking=0", 3306),
    "ngircd": ("printf '[Global]\\nName=irc.test\\nInfo=x\\nListen={s}\\nMotdPhrase=x\\nServerUID=root\\nServerGID=root\\n[Options]\\nPAM=no\\nDNS=no\\nIdent=no\\n' > {w}/irc.conf; ngircd -n -f {w}/irc.conf", 6667),
    "slapd": ("mkdir -p {w}/ldap; printf 'include /etc/ldap/schema/core.schema\\npidfile {w}/ldap/pid\\nTLSCertificateFile {pem}\\nTLSCertificateKeyFile {key}\\nmodulepath /usr/lib/ldap\\nmoduleload back_mdb\\ndatabase mdb\\nsuffix dc=test\\ndirectory {w}/ldap\\n' > {w}/slapd.conf; slapd -d 0 -h ldap://{s}:389 -f {w}/slapd.conf", 389),
    "rsyncd": ("printf '[pub]\\npath={w}\\nuse chroot=no\\n' > {w}/rsyncd.conf; rsync --daemon --no-detach --address={s} --port=873 --config={w}/rsyncd.conf", 873),
    "svnserve": ("svnadmin create {w}/svn; svnserve -d --foreground --listen-host={s} -r {w}", 3690),
    "git": ("git init -q --bare {w}/repo.git; git daemon --export-all --base-path={w} --listen={s} --reuseaddr", 9418),
    "vsftpd": ("mkdir -p {w}/ftp /var/run/vsftpd/empty; printf 'listen=YES\\nlisten_address={s}\\nanonymous_enable=YES\\nanon_root={w}/ftp\\nrsa_cert_file={pem}\\nrsa_private_key_file={key}\\nssl_enable=YES\\nallow_anon_ssl=YES\\nforce_local_logins_ssl=NO\\nforce_anon_logins_ssl=NO\\nforce_anon_data_ssl=NO\\nseccomp_sandbox=NO\\nsecure_chroot_dir=/var/run/vsftpd/empty\\n' > {w}/vsftpd.conf; vsftpd {w}/vsftpd.conf", 21),
    "nats": ("nats-server -a {s} -p 4222", 4222),
    "beanstalkd": ("beanstalkd -l {s} -p 11300", 11300),
    "mpd": ("mkdir -p {w}/mpd; printf 'music_directory \"{w}/mpd\"\\ndb_file \"{w}/mpd/db\"\\nbind_to_address \"{s}\"\\naudio_output {{\\ntype \"null\"\\nname \"x\"\\n}}\\n' > {w}/mpd.conf; mpd --no-daemon {w}/mpd.conf", 6600),
    "distcc": ("distccd --no-detach --daemon --listen {s} --allow 127.0.0.0/8 --user nobody", 3632),
    "vnc": ("Xvfb :7 -screen 0 320x200x8 & sleep 2; x11vnc -display :7 -listen {s} -rfbport 5900 -forever -nopw", 5900),
    "nginx": ("printf 'daemon off;user root;pid {w}/n.pid;error_log {w}/n.err;events {{}}\\nhttp {{access_log off;client_body_temp_path {w};proxy_temp_path {w};fastcgi_temp_path {w};uwsgi_temp_path {w};scgi_temp_path {w};\\nserver {{listen {s}:80;listen {s}:8080 http2;root {w};}}\\nserver {{listen {s}:443 ssl http2;ssl_certificate {pem};ssl_certificate_key {key};ssl_protocols TLSv1.2 TLSv1.3;root {w};}}}}' > {w}/nginx.conf; echo hello > {w}/index.html; nginx -c {w}/nginx.conf", 443),
    "prosody": ("mkdir -p {w}/pros; printf 'interfaces={{\"{s}\"}}\\npidfile=\"{w}/pros/pid\"\\ndata_path=\"{w}/pros\"\\nrun_as_root=true\\nc2s_require_encryption=false\\nlog={{error=\"*console\"}}\\nssl={{key=\"{key}\";certificate=\"{pem}\"}}\\nVirtualHost \"example.test\"\\n' > {w}/pros.lua; prosody --config {w}/pros.lua -F", 5222),
    "etcd": ("etcd --data-dir {w}/etcd --listen-client-urls http://{s}:2379 --advertise-client-urls http://{s}:2379 --listen-peer-urls http://{s}:2380", 2379),
    "rabbitmq": ("mkdir -p {w}/rmq; RABBITMQ_NODENAME=r@localhost RABBITMQ_MNESIA_BASE={w}/rmq RABBITMQ_LOG_BASE={w}/rmq RABBITMQ_NODE_IP_ADDRESS={s} HOME={w} /usr/lib/rabbitmq/bin/rabbitmq-server", 5672),
    "dovecot": ("mkdir -p {w}/dc/mail; printf 'base_dir={w}/dc/run\\nstate_dir={w}/dc\\nlog_path={w}/dc/log\\nlisten={s}\\nprotocols=imap pop3\\nssl_cert=<{pem}\\nssl_key=<{key}\\ndisable_plaintext_auth=no\\nmail_location=maildir:{w}/dc/mail\\ndefault_internal_user=nobody\\ndefault_login_user=nobody\\ndefault_internal_group=nogroup\\nfirst_valid_uid=0\\npassdb {{\\ndriver=static\\nargs=nopassword=y\\n}}\\nuserdb {{\\ndriver=static\\nargs=uid=65534 gid=65534 home={w}/dc/mail\\n}}\\n' > {w}/dovecot.conf; chmod -R 777 {w}/dc; dovecot -F -c {w}/dovecot.conf", 143),
}
SMTP = [("EHLO", "250-x\r\n250 STARTTLS\r\n"), ("HELO", "250 x\r\n"), ("STARTTLS", "220 go\r\n"), ("MAIL", "250 ok\r\n"),
        ("RCPT", "250 ok\r\n"), ("DATA", "354 go\r\n"), (".", "250 ok\r\n"), ("QUIT", "221 bye\r\n")]
REFUSED = [("STARTTLS", "454 no\r\n"), ("EHLO", "250-x\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n"), *SMTP]
NNTP = [("CAPABILITIES", "101 ok\r\nVERSION 2\r\nREADER\r\n.\r\n"), ("MODE", "200 ok\r\n"), ("GROUP", "211 0 0 0 x\r\n"),
        ("LIST", "215 ok\r\n.\r\n"), ("QUIT", "205 bye\r\n")]
SIEVE = [("CAPABILITY", 'OK\r\n')]
JOB = "From: a@example.test\nTo: b@example.test\nSubject: x\n\nhello\n"


def web(name, command, tool, port=80, label="http", **more):
    return dict(name=name, label=label, port=port, command=command, tool=tool, server="nginx", behind=80, **more)


def python(name, label, port, code, package, **more):
    return dict(name=name, label=label, port=port, command=[PY, "-c", code], tool=f"/usr/lib/python3/dist-packages/{package}", **more)


def flows(servers):
    w, pem = servers.work, servers.pem
    yield web("http-curl", "curl -s http://127.0.0.1/", "curl")
    yield web("http-curl-post", "curl -s -d a=b http://127.0.0.1/", "curl")
    yield web("http-wget", "wget -qO- http://127.0.0.1/", "wget")
    yield web("http-lynx", "lynx -dump http://127.0.0.1/", "lynx")
    yield web("http-w3m", "w3m -dump http://127.0.0.1/", "w3m")
    yield web("http-links", "links -dump http://127.0.0.1/", "links")
    yield web("http-aria2", "aria2c -q -o x http://127.0.0.1/", "aria2c")
    yield web("http-git", "git ls-remote http://127.0.0.1/x.git", "git")
    yield web("http-apt", f"apt-get -o Dir={w}/apt -o Acquire::http::Proxy=DIRECT download x; /usr/lib/apt/apt-helper download-file http://127.0.0.1/ {w}/f", "apt-get")
    yield web("http-python", [PY, "-c", "import urllib.request as u;u.urlopen('http://127.0.0.1/')"], "python3")
    yield web("http-node", ["node", "-e", "require('http').get('http://127.0.0.1/')"], "node")
    yield web("http-httpx", [PY, "-c", "import httpx;httpx.get('http://127.0.0.1/')"], "python3")
    yield web("http-chromium", "chromium --headless --no-sandbox --disable-gpu --dump-dom http://127.0.0.1/", "chromium", seconds=8)
    yield dict(name="websocket-python", label="websocket", port=80, tool="/usr/lib/python3/dist-packages/websocket", server="nginx", behind=80,
               command=[PY, "-c", "import websocket;websocket.create_connection('ws://127.0.0.1/chat')"])
    yield web("http-proxy-curl-connect", "curl -s -x http://127.0.0.1:3128 https://example.test/", "curl", 3128, "http-proxy")
    yield web("http-proxy-curl-plain", "curl -s -x http://127.0.0.1:3128 http://example.test/", "curl", 3128, "http-proxy")
    yield web("http-proxy-wget", "http_proxy=http://127.0.0.1:3128 wget -qO- http://example.test/", "wget", 3128, "http-proxy")
    yield dict(name="http2-curl", label="http2", port=8080, server="nginx", behind=8080, tool="curl",
               command="curl -s --http2-prior-knowledge http://127.0.0.1:8080/")
    yield dict(name="http2-nghttp", label="http2", port=8080, server="nginx", behind=8080, tool="nghttp", command="nghttp http://127.0.0.1:8080/")
    yield dict(name="http2-etcdctl", label="http2", port=2379, server="etcd", behind=2379, tool="etcdctl",
               command="ETCDCTL_API=3 etcdctl --endpoints=127.0.0.1:2379 get x")
    yield dict(name="redis-cli", label="redis", port=6379, server="redis", behind=6379, tool="redis-cli", command="redis-cli set a b")
    yield dict(name="redis-benchmark", label="redis", port=6379, server="redis", behind=6379, tool="redis-benchmark", command="redis-benchmark -n 10 -c 1 -q -t set")
    yield python("redis-python", "redis", 6379, "import redis;redis.Redis('127.0.0.1').get('x')", "redis", server="redis", behind=6379)
    yield dict(name="memcached-memcstat", label="memcached", port=11211, server="memcached", behind=11211, tool="memcstat", command="memcstat --servers=127.0.0.1")
    yield dict(name="memcached-memccp", label="memcached", port=11211, server="memcached", behind=11211, tool="memccp", command=f"memccp --servers=127.0.0.1 {pem}")
    yield dict(name="memcached-binary", label="memcached", port=11211, server="memcached", behind=11211, tool="memccp", command=f"memccp --binary --servers=127.0.0.1 {pem}")
    for v in ("31", "311", "5"):
        yield dict(name=f"mqtt-pub-{v}", label="mqtt", port=1883, server="mosquitto", behind=1883, tool="mosquitto_pub",
                   command=f"mosquitto_pub -V mqttv{v} -h 127.0.0.1 -t a -m hello")
    yield dict(name="mqtt-sub", label="mqtt", port=1883, server="mosquitto", behind=1883, tool="mosquitto_sub", command="mosquitto_sub -h 127.0.0.1 -t '#'", seconds=2)
    yield dict(name="mysql-mariadb", label="mysql", port=3306, server="mariadb", behind=3306, tool="mariadb", command="mariadb --skip-ssl -h 127.0.0.1 -e 'select 1'")
    yield dict(name="mysql-mariadb-tls", label="mysql", port=3306, server="mariadb", behind=3306, tool="mariadb", command="mariadb --ssl -h 127.0.0.1 -e 'select 1'")
    yield python("mysql-python", "mysql", 3306, "import MySQLdb;MySQLdb.connect(host='127.0.0.1',user='root')", "MySQLdb", server="mariadb", behind=3306)
    yield dict(name="irc-ii", label="irc", port=6667, server="ngircd", behind=6667, tool="ii", command=f"ii -i {w}/ii -s 127.0.0.1 -n me", seconds=2)
    yield dict(name="irc-irssi", label="irc", port=6667, server="ngircd", behind=6667, tool="irssi", command="TERM=xterm irssi -c 127.0.0.1 -n me", seconds=3)
    for v, auth in (("anonymous", "-x"), ("simple", "-x -D cn=a,dc=test -w secret")):
        yield dict(name=f"ldap-search-{v}", label="ldap", port=389, server="slapd", behind=389, tool="ldapsearch", command=f"ldapsearch {auth} -H ldap://127.0.0.1 -b dc=test")
    yield dict(name="ldap-starttls", label="ldap", port=389, server="slapd", behind=389, tool="ldapsearch", env={"LDAPTLS_REQCERT": "never"},
               command="ldapsearch -x -ZZ -H ldap://127.0.0.1 -b dc=test")
    yield python("ldap-python", "ldap", 389, "import ldap;ldap.initialize('ldap://127.0.0.1').simple_bind_s('','')", "ldap", server="slapd", behind=389)
    for v in ("NT1", "SMB2", "SMB3"):
        yield dict(name=f"smb-smbclient-{v}", label="smb", port=445, play=says(b""), tool="smbclient",
                   command=f"smbclient -N -p 445 -m {v} --option='client min protocol=NT1' //127.0.0.1/pub -c ls")
    yield dict(name="netbios-smbclient", label="netbios", port=139, tool="smbclient", command="smbclient -N -p 139 //127.0.0.1/pub -c ls", play=says(b"\x82\0\0\0"))
    yield python("smb-impacket", "smb", 445, "from impacket.smbconnection import SMBConnection as S;S('127.0.0.1','127.0.0.1').login('','')", "impacket", play=says(b""))
    yield dict(name="rsync-list", label="rsync", port=873, server="rsyncd", behind=873, tool="rsync", command="rsync rsync://127.0.0.1/")
    yield dict(name="rsync-get", label="rsync", port=873, server="rsyncd", behind=873, tool="rsync", command=f"rsync -a rsync://127.0.0.1/pub/key.pem {w}/got")
    yield dict(name="svn-info", label="svn", port=3690, server="svnserve", behind=3690, tool="svn", command="svn info svn://127.0.0.1/svn")
    yield dict(name="svn-checkout", label="svn", port=3690, server="svnserve", behind=3690, tool="svn", command=f"svn co svn://127.0.0.1/svn {w}/co")
    yield dict(name="git-clone", label="git", port=9418, server="git", behind=9418, tool="git", command=f"git clone git://127.0.0.1/repo.git {w}/clone")
    yield dict(name="git-archive", label="git", port=9418, server="git", behind=9418, tool="git", command="git archive --remote=git://127.0.0.1/repo.git HEAD")
    yield dict(name="ftp-curl", label="ftp", port=21, server="vsftpd", behind=21, tool="curl", command="curl -s ftp://127.0.0.1/")
    yield dict(name="ftp-curl-tls", label="ftp", port=21, server="vsftpd", behind=21, tool="curl", command="curl -sk --ssl-reqd ftp://127.0.0.1/")
    yield dict(name="ftp-lftp", label="ftp", port=21, server="vsftpd", behind=21, tool="lftp", command="lftp -e 'set ssl:verify-certificate no;ls;exit' ftp://127.0.0.1")
    yield dict(name="ftp-wget", label="ftp", port=21, server="vsftpd", behind=21, tool="wget", command="wget -qO- ftp://127.0.0.1/x")
    yield dict(name="ftp-ftp", label="ftp", port=21, server="vsftpd", behind=21, tool="ftp", command="ftp -n 127.0.0.1", stdin=b"user anonymous x\nls\nquit\n")
    yield dict(name="nats-telnet", label="nats", port=4222, server="nats", behind=4222, tool="nc", command="nc 127.0.0.1 4222", stdin=b'CONNECT {"verbose":false}\r\nPING\r\n', seconds=2)
    yield dict(name="mpd-mpc", label="mpd", port=6600, server="mpd", behind=6600, tool="mpc", command="mpc -h 127.0.0.1 status")
    yield dict(name="distcc-compile", label="distcc", port=3632, server="distcc", behind=3632, tool="distcc",
               command=f"echo 'int x;' > {w}/x.c; DISTCC_HOSTS=127.0.0.1 DISTCC_FALLBACK=0 distcc gcc -c {w}/x.c -o {w}/x.o")
    yield dict(name="vnc-tigervnc", label="vnc", port=5900, server="vnc", behind=5900, tool="xtigervncviewer", command="DISPLAY=:7 xtigervncviewer 127.0.0.1:0", seconds=3)
    yield dict(name="xmpp-slixmpp", label="xmpp", port=5222, server="prosody", behind=5222, tool="/usr/lib/python3/dist-packages/slixmpp",
               command=[PY, "-c", "import slixmpp;c=slixmpp.ClientXMPP('a@example.test','x');c.connect(('127.0.0.1',5222));c.process(timeout=3)"])
    yield dict(name="xmpp-openssl", label="xmpp", port=5222, server="prosody", behind=5222, tool="openssl", command="openssl s_client -connect 127.0.0.1:5222 -starttls xmpp -xmpphost example.test", stdin=b"")
    yield dict(name="amqp-publish", label="amqp", port=5672, server="rabbitmq", behind=5672, tool="amqp-publish", command="amqp-publish --server=127.0.0.1 -r a -b x")
    yield python("amqp-pika", "amqp", 5672, "import pika;pika.BlockingConnection(pika.ConnectionParameters('127.0.0.1'))", "pika", server="rabbitmq", behind=5672)
    for mail in ("imap", "pop3"):
        port = {"imap": 143, "pop3": 110}[mail]
        curl = "imap" if mail == "imap" else "pop3"
        yield dict(name=f"{mail}-curl", label=mail, port=port, server="dovecot", behind=port, tool="curl", command=f"curl -s -u a:b {curl}://127.0.0.1/")
        yield dict(name=f"{mail}-curl-tls", label=mail, port=port, server="dovecot", behind=port, tool="curl", command=f"curl -sk --ssl-reqd -u a:b {curl}://127.0.0.1/")
        yield dict(name=f"{mail}-openssl", label=mail, port=port, server="dovecot", behind=port, tool="openssl", command=f"openssl s_client -connect 127.0.0.1:{port} -starttls {mail}")
        yield dict(name=f"{mail}-fetchmail", label=mail, port=port, server="dovecot", behind=port, tool="fetchmail",
                   command=f"printf 'poll 127.0.0.1 proto {mail.upper()} user a password b sslproto \"\" mda \"cat\"\\n' > rc; chmod 600 rc; fetchmail -f rc --nosslcertck -k --pidfile {w}/fm.pid")
        lib = "imaplib.IMAP4" if mail == "imap" else "poplib.POP3"
        yield dict(name=f"{mail}-python", label=mail, port=port, server="dovecot", behind=port, tool="python3",
                   command=[PY, "-c", f"import imaplib,poplib;c={lib}('127.0.0.1');c.login('a','b') if hasattr(c,'login') else (c.user('a'),c.pass_('b'))"])
    yield dict(name="pop3-mpop", label="pop3", port=110, server="dovecot", behind=110, tool="mpop", command="mpop --host=127.0.0.1 --serverinfo")
    for refused, dialogue in (("", SMTP), ("-refused", REFUSED)):
        tls = None if refused else "STARTTLS"
        play = lines(*dialogue, greeting="220 x ESMTP\r\n", starttls=tls)
        yield dict(name="smtp-swaks" + refused, label="smtp", port=25, tool="swaks", play=play, command="swaks -s 127.0.0.1 -t b@example.test --tls-optional")
        yield dict(name="smtp-curl" + refused, label="smtp", port=587, tool="curl", play=play, command=f"printf '{JOB}' > {w}/m; curl -sk --ssl --mail-from a@example.test --mail-rcpt b@example.test -T {w}/m smtp://127.0.0.1:587", )
        yield dict(name="smtp-msmtp" + refused, label="smtp", port=587, tool="msmtp", play=play, command=f"printf '{JOB}' | msmtp --host=127.0.0.1 --port=587 --tls=on --tls-certcheck=off --auth=off -f a@example.test b@example.test")
        yield dict(name="smtp-openssl" + refused, label="smtp", port=25, tool="openssl", play=play, command="openssl s_client -connect 127.0.0.1:25 -starttls smtp")
        yield dict(name="smtp-python" + refused, label="smtp", port=25, tool="python3", play=play,
                   command=[PY, "-c", "import smtplib;s=smtplib.SMTP('127.0.0.1');s.ehlo()\ntry: s.starttls()\nexcept Exception: pass\ns.sendmail('a@example.test','b@example.test','Subject: x\\n\\nhello')"])
    yield dict(name="smtp-swaks-plain", label="smtp", port=25, tool="swaks", play=lines(*SMTP, greeting="220 x\r\n"), command="swaks -s 127.0.0.1 -t b@example.test")
    yield dict(name="lmtp-swaks", label="lmtp", port=24, tool="swaks", play=lines(("LHLO", "250 x\r\n"), *SMTP, greeting="220 x LMTP\r\n"), command="swaks -s 127.0.0.1 --port 24 --protocol LMTP -t b@example.test")
    yield dict(name="nntp-tin", label="nntp", port=119, tool="tin", play=lines(*NNTP, greeting="200 ok\r\n"), command="NNTPSERVER=127.0.0.1 TERM=xterm tin -r -g 127.0.0.1 -q -S", seconds=3)
    yield dict(name="nntp-slrn", label="nntp", port=119, tool="slrn", play=lines(*NNTP, greeting="200 ok\r\n"), command="TERM=xterm slrn -h 127.0.0.1 -f x --create", seconds=3)
    yield dict(name="nntp-openssl", label="nntp", port=119, tool="openssl", play=lines(("CAPABILITIES", "101 x\r\nSTARTTLS\r\n.\r\n"), ("STARTTLS", "382 go\r\n"), greeting="200 ok\r\n", starttls="STARTTLS"), command="openssl s_client -connect 127.0.0.1:119 -starttls nntp")
    yield dict(name="managesieve-openssl", label="managesieve", port=4190, tool="openssl", play=lines(("STARTTLS", "OK\r\n"), greeting='"STARTTLS"\r\nOK\r\n', starttls="STARTTLS"), command="openssl s_client -connect 127.0.0.1:4190 -starttls sieve")
    yield dict(name="irc-openssl", label="irc", port=6667, tool="openssl", play=lines(("STARTTLS", ":x 670 me :go\r\n"), starttls="STARTTLS"), command="openssl s_client -connect 127.0.0.1:6667 -starttls irc")
    yield dict(name="postgresql-psql-refused", label="postgresql", port=5432, tool="psql", play=says(b"N"), command="PGSSLMODE=prefer PGGSSENCMODE=disable psql -h 127.0.0.1 -U a -c 'select 1'")
    yield dict(name="postgresql-psql-clear", label="postgresql", port=5432, tool="psql", play=says(b"E\0\0\0\x08SX\0\0"), command="PGSSLMODE=disable PGGSSENCMODE=disable psql -h 127.0.0.1 -U a -c 'select 1'")
    yield dict(name="postgresql-openssl", label="postgresql", port=5432, tool="openssl", play=says(b"S"), command="openssl s_client -connect 127.0.0.1:5432 -starttls postgres", seconds=2)
    yield dict(name="mysql-openssl", label="mysql", port=3306, server="mariadb", behind=3306, tool="openssl", command="openssl s_client -connect 127.0.0.1:3306 -starttls mysql")
    yield dict(name="ldap-openssl", label="ldap", port=389, server="slapd", behind=389, tool="openssl", command="openssl s_client -connect 127.0.0.1:389 -starttls ldap")
    yield dict(name="ftp-openssl", label="ftp", port=21, server="vsftpd", behind=21, tool="openssl", command="openssl s_client -connect 127.0.0.1:21 -starttls ftp")
    yield dict(name="telnet-inetutils", label="telnet", port=23, tool="inetutils-telnet", play=says(b"login: ", first=b"\xff\xfd\x18\xff\xfd\x20\xff\xfb\x03"), command="inetutils-telnet 127.0.0.1 23", stdin=b"me\n", seconds=2)
    yield dict(name="telnet-port", label="telnet", port=2323, tool="inetutils-telnet", play=says(b"x", first=b"\xff\xfd\x18\xff\xfd\x20"), command="inetutils-telnet 127.0.0.1 2323", seconds=2)
    yield dict(name="telnet-curl", label="telnet", port=23, tool="curl", play=says(b"login: ", first=b"\xff\xfd\x18\xff\xfd\x20"), command="curl -s telnet://127.0.0.1:23", stdin=b"me\n", seconds=2)
    yield dict(name="finger-finger", label="finger", port=79, tool="finger", play=says(b"none\r\n"), command="finger root@127.0.0.1")
    yield dict(name="whois-whois", label="whois", port=43, tool="whois", play=says(b"none\r\n"), command="whois -h 127.0.0.1 example.org")
    yield dict(name="gopher-curl", label="gopher", port=70, tool="curl", play=says(b".\r\n"), command="curl -s gopher://127.0.0.1/0/x")
    yield dict(name="gopher-lynx", label="gopher", port=70, tool="lynx", play=says(b".\r\n"), command="lynx -dump gopher://127.0.0.1/")
    yield dict(name="dict-dict", label="dict", port=2628, tool="dict", play=lines(("CLIENT", "250 ok\r\n"), ("DEFINE", "552 no\r\n"), ("QUIT", "221 bye\r\n"), greeting="220 x <auth> <1@x>\r\n"), command="dict -h 127.0.0.1 word")
    yield dict(name="dict-curl", label="dict", port=2628, tool="curl", play=lines(("CLIENT", "250 ok\r\n"), ("DEFINE", "552 no\r\n"), greeting="220 x <auth> <1@x>\r\n"), command="curl -s dict://127.0.0.1/d:word")
    yield dict(name="sip-sipsak", label="sip", port=5060, tool="sipsak", play=says(b""), command="sipsak -E tcp -s sip:a@127.0.0.1", seconds=2)
    yield dict(name="rtsp-ffmpeg", label="rtsp", port=554, tool="ffmpeg", play=says(b"RTSP/1.0 404 no\r\nCSeq: 1\r\n\r\n"), command="ffmpeg -rtsp_transport tcp -i rtsp://127.0.0.1/x -f null -", seconds=2)
    yield dict(name="rtsp-curl", label="rtsp", port=554, tool="curl", play=says(b"RTSP/1.0 404 no\r\nCSeq: 1\r\n\r\n"), command="curl -s rtsp://127.0.0.1/x")
    yield dict(name="rtmp-ffmpeg", label="rtmp", port=1935, tool="ffmpeg", play=says(b""), command="ffmpeg -i rtmp://127.0.0.1/a/b -f null -", seconds=2)
    yield dict(name="rtmp-rtmpdump", label="rtmp", port=1935, tool="rtmpdump", play=says(b""), command=f"rtmpdump -r rtmp://127.0.0.1/a/b -o {w}/flv", seconds=2)
    yield dict(name="icecast-ffmpeg", label="http", port=8000, tool="ffmpeg", play=says(b"HTTP/1.0 200 OK\r\n\r\n"), command="ffmpeg -f lavfi -i sine=d=1 -f mp3 -content_type audio/mpeg icecast://a:b@127.0.0.1:8000/x", seconds=3)
    yield dict(name="dns-dig", label="dns", port=53, tool="dig", play=says(b""), command="dig +tcp +tries=1 +time=1 @127.0.0.1 example.org", seconds=2)
    yield dict(name="dns-dig-axfr", label="dns", port=53, tool="dig", play=says(b""), command="dig +tries=1 +time=1 @127.0.0.1 example.org AXFR", seconds=2)
    yield dict(name="dns-kdig", label="dns", port=53, tool="kdig", play=says(b""), command="kdig +tcp +retry=0 +time=1 @127.0.0.1 example.org AAAA", seconds=2)
    yield dict(name="socks5-curl", label="socks5", port=1080, tool="curl", play=says(b"\x05\0", b"\x05\x01\0\x01\0\0\0\0\0\0"), command="curl -s --socks5-hostname 127.0.0.1:1080 http://example.test/")
    yield dict(name="socks4-curl", label="socks4", port=1080, tool="curl", play=says(b"\0\x5b\0\0\0\0\0\0"), command="curl -s --socks4a 127.0.0.1:1080 http://example.test/")
    yield dict(name="socks5-ncat", label="socks5", port=1080, tool="ncat", play=says(b"\x05\0", b"\x05\x01\0\x01\0\0\0\0\0\0"), command="ncat --proxy 127.0.0.1:1080 --proxy-type socks5 192.0.2.1 80", seconds=2)
    yield dict(name="rdp-freerdp", label="rdp", port=3389, tool="xfreerdp", play=says(b"\x03\0\0\x13\x0e\xd0\0\0\x124\0\x02\0\x08\0\x01\0\0\0"), command="DISPLAY=:7 xfreerdp /v:127.0.0.1 /u:a /p:b /cert:ignore", server="vnc", seconds=2)
    yield dict(name="rdp-rdesktop-refused", label="rdp", port=3389, tool="rdesktop", play=says(b"\x03\0\0\x0b\x06\xd0\0\0\x124\0"), command="DISPLAY=:7 rdesktop -u a 127.0.0.1", server="vnc", seconds=2, stdin=b"no\n")
    yield dict(name="x11-xauth", label="x11", port=6009, tool="x11vnc", play=says(b""), command="DISPLAY=127.0.0.1:9 x11vnc -noshm", seconds=2)
    yield dict(name="mssql-tsql", label="mssql", port=1433, tool="tsql", play=says(b""), command="tsql -H 127.0.0.1 -p 1433 -U a -P b", seconds=2)
    magnet = "magnet:?xt=urn:btih:" + "0123456789abcdef0123" * 2 + "&x.pe=127.0.0.1:6881"
    yield dict(name="bittorrent-aria2", label="bittorrent", port=6881, tool="aria2c", play=says(b""), seconds=5,
               command=f"aria2c --enable-dht=false --bt-min-crypto-level=plain --listen-port=6999 -d {w} '{magnet}'")
    yield dict(name="cvs-pserver", label="cvs", port=2401, tool="cvs", play=says(b"I LOVE YOU\n"), command="cvs -d :pserver:a:b@127.0.0.1:/x co y", seconds=2)
    yield dict(name="kafka-kcat", label="kafka", port=9092, tool="kcat", play=says(b""), command="kcat -b 127.0.0.1 -L", seconds=2)
    yield python("kafka-python", "kafka", 9092, "import kafka;kafka.KafkaConsumer(bootstrap_servers='127.0.0.1:9092',api_version=(2,0,0))", "kafka", play=says(b""), seconds=2)
    yield python("zookeeper-kazoo", "zookeeper", 2181, "from kazoo.client import KazooClient as K;K('127.0.0.1:2181').start(timeout=1)", "kazoo", play=says(b""), seconds=2)
    yield python("mongodb-pymongo", "mongodb", 27017, "import pymongo;pymongo.MongoClient('127.0.0.1',serverSelectionTimeoutMS=900).admin.command('ping')", "pymongo", play=says(b""), seconds=2)
    yield python("stomp-python", "stomp", 61613, "import stomp;c=stomp.Connection([('127.0.0.1',61613)]);c.connect('a','b')", "stomp", play=says(b""), seconds=2)
    yield dict(name="openvpn-tcp", label="openvpn", port=1194, tool="openvpn", play=says(b""), command=f"openvpn --client --dev null --proto tcp-client --remote 127.0.0.1 1194 --ca {pem} --cert {pem} --key {servers.key} --nobind --ifconfig-noexec", seconds=2)
    yield dict(name="syslog-logger", label="syslog", port=514, tool="logger", play=says(b""), command="logger -T -n 127.0.0.1 -P 514 hello", seconds=2)
    yield dict(name="nc-words", label="unknown", port=4444, tool="nc", play=says(b""), command="nc 127.0.0.1 4444", stdin=b"just some words\n", seconds=1)
    yield dict(name="beanstalk-nc", label="beanstalk", port=11300, server="beanstalkd", behind=11300, tool="nc", command="nc 127.0.0.1 11300", stdin=b"put 0 0 10 5\r\nhello\r\n", seconds=1)
    yield dict(name="shadowsocks-local", label="random-looking", port=8388, tool="ss-local", play=says(b""), seconds=3,
               command="(ss-local -s 127.0.0.1 -p 8388 -l 1099 -k x -m aes-256-gcm & sleep 1; curl -s -m 1 --socks5-hostname 127.0.0.1:1099 http://example.test/)")
    yield dict(name="shadowsocks-chacha", label="random-looking", port=8388, tool="ss-local", play=says(b""), seconds=3,
               command="(ss-local -s 127.0.0.1 -p 8388 -l 1099 -k x -m chacha20-ietf-poly1305 & sleep 1; curl -s -m 1 --socks5-hostname 127.0.0.1:1099 http://example.test/)")
