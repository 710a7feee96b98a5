# shellcheck shell=bash disable=SC2154,SC2034  # deploy_bench.sh sets and uses these variables
# ezio_fault - ezio, but client N is in trouble, and the time is that of the others. For the deployment lab, with -n one
# more than the clients that count. Such a client counts as not verified. Variables as for ezio.sh, and
#   FAULT      slow-disk   its disk takes DISK_MB [10] MB/s
#              deaf        not an ezio: it asks the seeder and every target for blocks, and never reads the answers
#              stopped     SIGSTOP in the middle: its sockets stay open, nobody reads them
#              killed      SIGKILL in the middle
#              unplugged   its link goes down in the middle
# The middle is half of payload / rate after T0.
. "$ENGINE_DIR/ezio.sh"
start_client() {
  mkfifo "$RUN/go.$1"
  local more=()
  if [ "$1" = "$N" ]; then
    case $FAULT in
      deaf) return ;;
      slow-disk) more=("disk=${DISK_MB:-10}") ;;
    esac
  fi
  node "client$1" "$(ns_client "$1")" restore "$TORRENT" "$(target "$1")" go="$RUN/go.$1" "${more[@]}"
}
all_started() {
  local i
  for ((i = 1; i < N; i++)); do await_ready "client$i" || return 1; done
  [ "$FAULT" = deaf ] || await_ready "client$N" || return 1
  middle_s=$(awk -v b="$(stat -c %s "$P_BIN")" -v r="$(numfmt --from=si "$(echo "$rate" | sed 's/bit$//; s/[km]$/\U&/; s/g$/G/')")" \
    'BEGIN { printf "%.3f", b * 8 / r / 2 }')
}
go() {
  local i peers=("$(ip_seed):6891")
  for ((i = 1; i < N; i++)); do echo > "$RUN/go.$i"; peers+=("$(ip_client "$i"):6891"); done
  if [ "$FAULT" = deaf ]; then
    read -r hash pieces length <<< "$(/usr/bin/python3 -c 'import libtorrent as lt, sys
t = lt.torrent_info(sys.argv[1]); print(t.info_hash(), t.num_pieces(), t.piece_length())' "$TORRENT")"
    in_ns_bg "client$N" "$(ns_client "$N")" /usr/bin/python3 "$ENGINE_DIR/deaf_peer.py" "$hash" "$pieces" "$length" 6891 "${peers[@]}"
  else
    echo > "$RUN/go.$N"
  fi
  began=$(date +%s.%N)
}
poll_done() {
  local i left=0
  if [ ! -e "$RUN/struck" ] && awk -v a="$began" -v b="$(date +%s.%N)" -v m="$middle_s" 'BEGIN { exit b - a < m }'; then
    : > "$RUN/struck"
    case $FAULT in
      stopped) kill -STOP "$(pgrep -P "${wrapper[client$N]}")" ;;
      killed) kill -KILL "$(pgrep -P "${wrapper[client$N]}")" ;;
      unplugged) ip -n "$(ns_client "$N")" link set eth0 down ;;
    esac
  fi
  for ((i = 1; i < N; i++)); do poll_client "$i"; [ -e "$RUN/done.$i" ] || left=1; done
  [ "$left" = 1 ] || mark_done "$N" "$began"
}
eval "$(declare -f stop_all | sed '1s/stop_all/stop_others/')"
stop_all() {
  [ "$FAULT" != stopped ] || kill -KILL "$(pgrep -P "${wrapper[client$N]}")"
  grep -aE '^(deaf|dropped)' "$RUN/client$N.log" >&2
  stop_others
}
verify() { [ "$1" != "$N" ] && /usr/bin/python3 "$here/verify_info.py" "$P_INFO" "$(target "$1")"; }
