# shellcheck shell=bash disable=SC2154,SC2034  # deploy_bench.sh sets and uses these variables
# ezio - this project, for the deployment lab (deploy_bench.sh -e ezio-bench/lab/ezio.sh). From the environment:
#   PIECE_KIB   piece length; 16384 takes partclone's hashes, anything else is hashed here   [1024]
#   LAB_OPTS    more KEY=VALUE for every node, e.g. "cache=128 uploads=4"                      []
#   JAVA_OPTS   more options for java                                                          []
# The seeder is the tracker too. Each node is a JVM that is up and idle before T0 (see LabNode).
root=$(cd "$ENGINE_DIR/../.." && pwd)
. "$ENGINE_DIR/nodes.sh"
. "$ENGINE_DIR/lab_java.sh"
node() {                                        # node NAME NS ARGS...
  local name=$1 ns=$2; shift 2
  # shellcheck disable=SC2086
  in_ns_bg "$name" "$ns" "${NODE[@]}" "$@" ${LAB_OPTS:-}
}
prepare() {
  lab_node || return 1
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
  fill "$(target "$1")" "$(stat -c %s "$(target "$1")")"
  node "client$1" "$(ns_client "$1")" restore "$TORRENT" "$(target "$1")" go="$RUN/go.$1"
}
verify() { /usr/bin/python3 "$here/verify_info.py" "$P_INFO" "$(target "$1")"; }
