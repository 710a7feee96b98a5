# shellcheck shell=bash
# log.sh - looks into the output of a node; sourced. The shell reads it itself: a grep and a sleep every few hundredths of a
# second, for each node, took a tenth of what was measured.

# said FILE WORD: sets line to the rest of the first line that begins with WORD, a pattern of the shell's, if there is one
# shellcheck disable=SC2053,SC2295
said() {
  while read -r line; do
    [[ $line != $2* ]] || { line=${line#$2}; line=${line# }; return 0; }
  done 2> /dev/null < "$1"
  return 1
}
# await_said FILE WORD SECONDS: until it does; returns 1 if it did not in time
await_said() {
  local end=$((SECONDS + $3 + 1))
  until said "$1" "$2"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    pause 0.05
  done
}
exec {silence}<> <(:)
pause() { read -rt "$1" -u "$silence" || :; }   # pause SECONDS, without a process
