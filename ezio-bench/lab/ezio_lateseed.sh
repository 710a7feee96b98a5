# shellcheck shell=bash disable=SC2154,SC2034  # deploy_bench.sh sets and uses these variables
# ezio_lateseed - ezio, but the targets have had the torrent for LATE seconds [2] when the seeder begins to serve it; the
# tracker is up all the time. The measured time includes LATE. Variables as for ezio.sh.
. "$ENGINE_DIR/ezio.sh"
start_seeder() {
  mkfifo "$RUN/go.seed"
  node seed "$(ns_seed)" seed "$TORRENT" "$P_IMG" tracker=6969 go="$RUN/go.seed"
  await_ready seed
}
go() {
  local i
  for ((i = 1; i <= N; i++)); do echo > "$RUN/go.$i"; done
  sleep "${LATE:-2}"
  echo > "$RUN/go.seed"
}
