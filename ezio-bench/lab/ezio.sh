# ezio - this project, for the deployment lab (deploy_bench.sh -e ezio-bench/lab/ezio.sh). From the environment:
#   PIECE_KIB   piece length; 16384 takes partclone's hashes, anything else is hashed here   [1024]
#   LAB_OPTS    more KEY=VALUE for every node, e.g. "cache=128 uploads=4"                      []
#   JAVA_OPTS   more options for java                                                          []
# The seeder is the tracker too. Each node is a JVM that is up and idle before T0 (see LabNode).
root=$(cd "$ENGINE_DIR/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
node() {                                        # node NAME NS ARGS...
  local name=$1 ns=$2; shift 2
  # shellcheck disable=SC2086
  in_ns_bg "$name" "$ns" "$java" @"$root/bin/jvm.options" $(archive use) -Xmx64m -XX:MaxDirectMemorySize=768m ${JAVA_OPTS:-} \
    -cp "$root/ezio-bench/target/ezio-bench-0.1.0.jar:$root/ezio-bench/target/lib/*" \
    ezio.bench.LabNode "$@" ${LAB_OPTS:-}
}
# As the shipped launcher does, nodes start from a class-data archive. It is made by a first deployment on loopback.
archive() {
  local jsa=$work/ezio-lab.jsa
  case $1 in
    use) [ -s "$jsa" ] && echo "-XX:SharedArchiveFile=$jsa -Xshare:auto" ;;
    make)
      [ "$jsa" -nt "$root/ezio-bench/target/lib/ezio-core-0.1.0.jar" ] && [ "$jsa" -nt "$root/ezio-bench/target/ezio-bench-0.1.0.jar" ] && return
      rm -f "$jsa"
      local dir=$work/archive.$$ cp="$root/ezio-bench/target/ezio-bench-0.1.0.jar:$root/ezio-bench/target/lib/*" pids=
      mkdir -p "$dir"; head -c 32M /dev/urandom > "$dir/a"; truncate -s 32M "$dir/b"
      "$root/bin/ezio" torrent create "$dir/a" -o "$dir/t" --tracker http://127.0.0.1:7969/announce > "$dir/log" 2>&1
      "$java" -cp "$cp" ezio.bench.LabNode seed "$dir/t" "$dir/a" port=7991 listen=127.0.0.1 tracker=7969 >> "$dir/log" & pids=$!
      "$java" -XX:+UseSerialGC -XX:ArchiveClassesAtExit="$jsa" -cp "$cp" ezio.bench.LabNode restore "$dir/t" "$dir/b" \
        port=7992 listen=127.0.0.1 > "$dir/out" 2>&1 & pids="$pids $!"
      local k; for ((k = 0; k < 400; k++)); do grep -q COMPLETE "$dir/out" && break; sleep 0.05; done
      # shellcheck disable=SC2086
      kill $pids; wait $pids 2>/dev/null
      rm -rf "$dir"
      ;;
  esac
}
await_ready() {                                 # await_ready NAME
  local k; for ((k = 0; k < 600; k++)); do grep -q '^ready' "$RUN/$1.log" && return; sleep 0.05; done
  cat "$RUN/$1.log" >&2; return 1
}
prepare() {
  [ -e "$root/ezio-bench/target/ezio-bench-0.1.0.jar" ] || (cd "$root" && mvn -q -B -DskipTests package) || return 1
  archive make
  TORRENT=$work/payload-$mib/ezio-java-${PIECE_KIB:=1024}.torrent
  [ -s "$TORRENT" ] && return
  if [ "$PIECE_KIB" = 16384 ]; then
    "$root/bin/ezio" torrent create "$P_INFO" -o "$TORRENT" --name payload --tracker "http://$(ip_seed):6969/announce"
  else
    "$root/bin/ezio" torrent create "$P_IMG" --used-blocks "$P_INFO" -o "$TORRENT" --name payload \
      --piece-length "${PIECE_KIB}KiB" --tracker "http://$(ip_seed):6969/announce"
  fi
}
start_seeder() {
  node seed "$(ns_seed)" seed "$TORRENT" "$P_IMG" tracker=6969
  await_ready seed
}
start_client() {
  mkfifo "$RUN/go.$1"
  node "client$1" "$(ns_client "$1")" restore "$TORRENT" "$(target "$1")" go="$RUN/go.$1"
}
all_started() { local i; for ((i = 1; i <= N; i++)); do await_ready "client$i" || return 1; done; }
go() { local i; for ((i = 1; i <= N; i++)); do echo > "$RUN/go.$i"; done; }
poll_done() {
  local i line
  for ((i = 1; i <= N; i++)); do
    [ -e "$RUN/done.$i" ] && continue
    line=$(grep -a -m1 '^COMPLETE' "$RUN/client$i.log") || continue
    mark_done $i "${line#COMPLETE }"
  done
}
stop_all() {
  local i
  for ((i = 1; i <= N; i++)); do stop "client$i"; done
  stop seed
  grep -ahE 'WARN|ERROR|Exception' "$RUN"/*.log | sort | uniq -c | sort -rn | head -5 >&2
}
verify() { /usr/bin/python3 "$here/verify_info.py" "$P_INFO" "$(target "$1")"; }
