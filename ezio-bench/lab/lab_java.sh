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
  # shellcheck disable=SC2206,SC2207,SC2034
  NODE=("$java" -XX:SharedArchiveFile="$jsa" -Xshare:auto $(launcher_flags) ${JAVA_OPTS:-}
    -cp "$lab_class_path" ezio.bench.LabNode)
  # Only the JVM knows whether the archive was made of these jars by this JVM; it goes on without one and says nothing.
  "${NODE[@]/#-Xshare:auto/-Xshare:on}" > /dev/null 2>&1
  [ $? = 2 ] || make_archive "$jsa"
}
make_archive() {                                # make_archive FILE
  local dir=$lab_target/archive.$$ pids=() k
  rm -f "$1"; mkdir -p "$dir"
  head -c 32M /dev/urandom > "$dir/a"; truncate -s 32M "$dir/b" "$dir/c"
  "$root/bin/ezio" torrent create "$dir/a" -o "$dir/t" --piece-length 256KiB --tracker http://127.0.0.1:7969/announce \
    > "$dir/log" 2>&1
  archive_node seed "$dir/t" "$dir/a" port=7991 listen=127.0.0.1 tracker=7969 >> "$dir/log" 2>&1 & pids+=($!)
  archive_node restore "$dir/t" "$dir/b" port=7992 listen=127.0.0.1 > "$dir/other" 2>&1 & pids+=($!)
  # This one loads what serving takes, too.
  class_list=$dir/classes archive_node restore "$dir/t" "$dir/c" port=7993 listen=127.0.0.1 > "$dir/out" 2>&1 & pids+=($!)
  for ((k = 0; k < 400; k++)); do grep -qs COMPLETE "$dir/out" && break; sleep 0.05; done
  sleep 0.5; kill "${pids[@]}"; wait "${pids[@]}" 2> /dev/null
  # As bin/ezio makes its archive.
  # shellcheck disable=SC2046
  "$java" $(launcher_flags) -XX:-UseSerialGC -XX:+UseG1GC -Xshare:dump -XX:SharedClassListFile="$dir/classes" \
    -XX:SharedArchiveFile="$dir/jsa" -cp "$lab_class_path" >> "$dir/log" 2>&1
  mv "$dir/jsa" "$1" || { echo "error: no class-data archive was made" >&2; cat "$dir/log" "$dir/out" >&2; }
  rm -rf "$dir"
  [ -s "$1" ]
}
archive_node() {                                # [class_list=FILE] archive_node ARGS...
  # shellcheck disable=SC2046
  exec "$java" ${class_list:+-XX:DumpLoadedClassList="$class_list"} $(launcher_flags) -cp "$lab_class_path" \
    ezio.bench.LabNode "$@"
}
