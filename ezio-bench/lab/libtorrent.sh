# shellcheck shell=bash disable=SC2154,SC2034  # deploy_bench.sh sets and uses these variables
# libtorrent - python3-libtorrent as seeder and targets, with settings for a LAN (libtorrent_node.py), for the deployment
# lab. Each target writes the used bytes as one file, which is less work than an image's extents. From the environment:
#   PIECE_KIB   piece length                                                  [1024]
#   LT_OPTS     more KEY=VALUE of libtorrent's settings for every node          []
# Needs opentracker, which shares the seeder's namespace.
py=/usr/bin/python3
. "$ENGINE_DIR/nodes.sh"
node() {                                        # node NAME NS ARGS...
  local name=$1 ns=$2; shift 2
  # shellcheck disable=SC2086
  in_ns_bg "$name" "$ns" "$py" "$ENGINE_DIR/libtorrent_node.py" "$@" ${LT_OPTS:-}
}
prepare() {
  command -v opentracker > /dev/null || return 1
  TORRENT=$work/payload-$mib/libtorrent-${PIECE_KIB:=1024}.torrent
  INFOHASH=$("$py" "$ENGINE_DIR/libtorrent_node.py" torrent "$TORRENT" "$P_BIN" piece_kib="$PIECE_KIB" \
    tracker="http://$(ip_seed):6969/announce")
}
start_seeder() {
  # opentracker drops root, changes into -d, and serves only what the whitelist names
  mkdir -p "$RUN/tracker"; echo "$INFOHASH" > "$RUN/tracker/allow"; chmod -R a+rX "$RUN/tracker"
  in_ns_bg tracker "$(ns_seed)" opentracker -i "$(ip_seed)" -p 6969 -P 6969 -d "$RUN/tracker" -w /allow
  node seed "$(ns_seed)" seed "$TORRENT" "$(dirname "$P_BIN")"
  await_ready seed
}
start_client() {
  mkfifo "$RUN/go.$1"; mkdir "$RUN/folder.$1"
  fill "$RUN/folder.$1/${P_BIN##*/}" "$(stat -c %s "$P_BIN")"
  node "client$1" "$(ns_client "$1")" restore "$TORRENT" "$RUN/folder.$1" go="$RUN/go.$1"
}
verify() { cmp -s "$P_BIN" "$RUN/folder.$1/${P_BIN##*/}"; }
