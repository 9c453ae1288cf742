#!/bin/bash
# peer: port17 — this project, one process per node: h1 relay and authority, h2 relay, h3 exit; three owners. Only h3 is an
# exit, so every route ends there; entry and middle are h1 and h2 in either order, which is the same for all networks here.
# Needs the distribution and the launcher (./port17 build). PORT17_CC sets the links' congestion control (default: the
# system's), PORT17_JAVA adds JVM options to every node, PORT17_JAVA_<client|h1|h2|h3> to one.
# KEEP_STATE=1 client-start keeps the client's data folder: identity, cached map, Karaf's own cache.
set -eu
. "$(dirname "$0")/../lib.sh"
ROOT=$(cd "$BENCH_HOME/.." && pwd); DIST=${PORT17_HOME:-$ROOT/karaf-assembly/target/assembly}
W=$LAB/port17; SOCKS=127.0.0.1:1087; AUTH=http://$(node_ip h1):7017
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java

cfg() { # INSTANCE PID KEY=VALUE...
  local f=$W/$1/etc/$2.cfg kv; shift 2; : >"$f"
  for kv in "$@"; do echo "${kv%%=*} = ${kv#*=}" >>"$f"; done
}
folder() { # INSTANCE
  mkdir -p "$W/$1/data/tmp" "$W/$1/data/log"; chmod 700 "$W/$1" "$W/$1/data"
  [ -d "$W/$1/etc" ] || { cp -r "$DIST/etc" "$W/$1/etc"; echo 'karaf.shutdown.port = -1' >>"$W/$1/etc/custom.properties"; }
  cfg "$1" org.port17.netmap source="$AUTH" authority.key="$(cat "$W/authority.pub")" poll.seconds=1
  [ -z "${PORT17_CC:-}" ] || cfg "$1" org.port17.transport.tcp congestion="$PORT17_CC" congestion.loopback="$PORT17_CC"
}
node() { # NODE OWNER COUNTRY FEATURES
  folder "$1"
  cfg "$1" org.port17.node name="$1" owner="$2" country="$3" as=6449${1#h} publish="$AUTH"
  cfg "$1" org.port17.relay listen="tcp:$(node_ip "$1"):5017"
  run "$1" "$1" server "$4"
}
run() { # INSTANCE NODE ROLE FEATURES
  local own=PORT17_JAVA_$1 d=$W/$1
  spawn "$2" "$3/port17-$1" env -C "$DIST" "$JAVA" @bin/instance.args ${PORT17_JAVA:-} ${!own:-} \
    -Dkaraf.home="$DIST" -Dkaraf.base="$d" -Dkaraf.data="$d/data" -Dkaraf.etc="$d/etc" -Dkaraf.log="$d/data/log" \
    -Djava.io.tmpdir="$d/data/tmp" -Djava.util.logging.config.file="$d/etc/java.util.logging.properties" \
    -Dport17.features="$4" -Dport17.ssh.port="81$(node_last "$2" | sed 's/^.$/0&/')" org.apache.karaf.main.Main
}

case ${1:-} in
describe) echo "hops=3 socks=$SOCKS crypto=AES-256-GCM-x3+links,X-Wing";;
start)
  [ -f "$DIST/bin/instance.args" ] && [ -f "$ROOT/launcher/target/port17-launcher.jar" ] \
    || { echo "port17 is not built: run ./port17 build" >&2; exit 1; }
  mkdir -p "$W/h1/data/port17"; chmod 700 "$W/h1" "$W/h1/data" "$W/h1/data/port17"
  "$JAVA" -cp "$ROOT/launcher/target/port17-launcher.jar" org.port17.authority.AuthorityKey "$W/h1/data/port17/authority" \
    >"$W/authority.pub"
  folder h1
  cfg h1 org.port17.authority host="$(node_ip h1)" port=7017 trusted=h3 addresses.local=true measure.hours=0
  node h1 alder DE port17-relay,port17-authority
  node h2 birch NL port17-relay
  folder h3
  cfg h3 org.port17.edge.dialer allow="$(node_ip o):8080"
  node h3 cedar SE port17-exit
  for h in h1 h2 h3; do wait_port $h "$(node_ip $h)" 5017 90; done
  # ready when a throw-away client gets a first byte
  "$0" client-start
  node_exec c "$LAB/bin/loadgen" first -x "$SOCKS" -o "$(node_ip o):8080" -t 180 >"$LAB/log/port17-probe.log"; ok=$?
  "$0" client-stop; rm -rf "$W/client"; exit $ok;;
client-start)
  [ -n "${KEEP_STATE:-}" ] || rm -rf "$W/client"
  folder client
  cfg client org.port17.edge.socks host=127.0.0.1 port="${SOCKS#*:}"
  cfg client org.port17.edge.http host=127.0.0.1 port=8118
  cfg client org.port17.circuit hops=3 local.network=true streams.max=20000   # else Karaf writes it a second after the start, and the client begins again
  run client c client port17-client;;
client-stop) end_role client;;
stop) end_role client; end_role server;;
*) echo "usage: port17.sh describe|start|client-start|client-stop|stop" >&2; exit 2;;
esac
