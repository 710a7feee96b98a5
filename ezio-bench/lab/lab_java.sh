# shellcheck shell=bash disable=SC2154
# lab_java.sh - how a node of ezio is started for measurements; sourced. Needs $root, the checkout.
#   JAVA_HOME   the JDK; by default the java on PATH
#   JAVA_OPTS   more options for java, after those of the launcher
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
lab_target=$root/ezio-bench/target
lab_class_path="$lab_target/ezio-bench-0.1.0.jar:$lab_target/lib/*"

# The JVM flags that bin/ezio gives, so that what is measured is what is shipped.
launcher_flags() {
  [ ! -e "$root/bin/jvm.options" ] || echo "@$root/bin/jvm.options"
  sed -n '/^set -- .*\\$/,/ -cp /p' "$root/bin/ezio" | grep -oE -- ' -(X|Dguice|-enable)[^ ]+'
}

# lab_node: sets NODE, the command that runs a LabNode. As the shipped launcher does, it starts from a class-data archive,
# which a first deployment on loopback makes.
lab_node() {
  local jsa=$lab_target/lab.jsa
  [ -e "$lab_target/ezio-bench-0.1.0.jar" ] || (cd "$root" && mvn -q -B -Dmaven.test.skip=true package) || return 1
  if [ ! "$jsa" -nt "$lab_target/ezio-bench-0.1.0.jar" ] || [ ! "$jsa" -nt "$lab_target/lib/ezio-core-0.1.0.jar" ] ||
    [ ! "$jsa" -nt "$root/bin/ezio" ]; then
    make_archive "$jsa" || return 1
  fi
  # shellcheck disable=SC2206,SC2207,SC2034
  NODE=("$java" -XX:SharedArchiveFile="$jsa" -Xshare:auto $(launcher_flags) ${JAVA_OPTS:-}
    -cp "$lab_class_path" ezio.bench.LabNode)
}
make_archive() {                                # make_archive FILE
  local dir=$lab_target/archive.$$ pids k
  rm -f "$1"; mkdir -p "$dir"
  head -c 32M /dev/urandom > "$dir/a"; truncate -s 32M "$dir/b"
  "$root/bin/ezio" torrent create "$dir/a" -o "$dir/t" --tracker http://127.0.0.1:7969/announce > "$dir/log" 2>&1
  # shellcheck disable=SC2046
  "$java" $(launcher_flags) -cp "$lab_class_path" ezio.bench.LabNode seed "$dir/t" "$dir/a" port=7991 listen=127.0.0.1 \
    tracker=7969 >> "$dir/log" 2>&1 & pids=$!
  # shellcheck disable=SC2046
  "$java" -XX:ArchiveClassesAtExit="$dir/jsa" $(launcher_flags) -cp "$lab_class_path" ezio.bench.LabNode restore \
    "$dir/t" "$dir/b" port=7992 listen=127.0.0.1 > "$dir/out" 2>&1 & pids="$pids $!"
  for ((k = 0; k < 400; k++)); do grep -q COMPLETE "$dir/out" && break; sleep 0.05; done
  # shellcheck disable=SC2086
  kill $pids
  # shellcheck disable=SC2086
  wait $pids 2>/dev/null
  mv "$dir/jsa" "$1" || { echo "error: no class-data archive was made" >&2; cat "$dir/log" "$dir/out" >&2; }
  rm -rf "$dir"
  [ -s "$1" ]
}
