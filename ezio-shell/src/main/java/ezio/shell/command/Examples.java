package ezio.shell.command;

import java.util.List;
import java.util.Map;

/** What commands look like when they are used; part of their help. */
final class Examples {

    private static final Map<String, List<String>> ALL = Map.ofEntries(
            Map.entry(
                    "ezio",
                    List.of(
                            "ezio disks",
                            "ezio -c 'torrent create /dev/sda2 --used-blocks sda2.torrent.info; seed sda2.torrent /dev/sda2'",
                            "ezio < commands.txt",
                            "ezio --daemon 10.0.0.5:50051 status")),
            Map.entry("disks", List.of("ezio disks", "ezio disks --json")),
            Map.entry(
                    "capture",
                    List.of(
                            "ezio capture /dev/sda1 /dev/sda2 --to images",
                            "ezio capture /dev/sda --to images --tracker http://10.0.0.1:6969/announce",
                            "ezio capture /dev/vg/root --to images --as-clonezilla")),
            Map.entry(
                    "torrent create",
                    List.of(
                            "ezio torrent create /dev/sda2 --used-blocks sda2.torrent.info",
                            "ezio torrent create --clonezilla /home/partimag/lab")),
            Map.entry("torrent show", List.of("ezio torrent show sda2.torrent")),
            Map.entry(
                    "torrent edit",
                    List.of("ezio torrent edit sda2.torrent --add-tracker http://10.0.0.1:6969/announce")),
            Map.entry("image show", List.of("ezio image show /home/partimag/lab")),
            Map.entry("image check", List.of("ezio image check sda2.ext4-ptcl-img.zst.aa")),
            Map.entry("image create", List.of("ezio image create /dev/sda2 --to sda2.img.zst")),
            Map.entry(
                    "seed",
                    List.of(
                            "ezio seed sda2.torrent /dev/sda2 --tracker",
                            "ezio seed sda1.torrent /dev/sda1 sda2.torrent /dev/sda2 --stop-after copies=24",
                            "ezio seed sda2.torrent /home/partimag/lab/sda2.ext4-ptcl-img.zst.aa --upload-limit 50MiB/s")),
            Map.entry(
                    "restore",
                    List.of(
                            "ezio restore http://10.0.0.1:6969/torrents/sda2.torrent /dev/sda2 --overwrite /dev/sda2",
                            "ezio restore sda2.torrent copy.img --create fit --stop-after now --timeout 2h",
                            "ezio restore sda2.torrent /dev/sda2 --overwrite /dev/sda2 --recheck")),
            Map.entry("verify", List.of("ezio verify sda2.torrent /dev/sda2")),
            Map.entry("tracker", List.of("ezio tracker --torrents images")),
            Map.entry("check", List.of("ezio check recipes/lab-seed.groovy")),
            Map.entry("plan", List.of("ezio plan recipes/lab-seed.groovy --machines 24")),
            Map.entry("run", List.of("ezio run recipes/lab-seed.groovy --machines 24")),
            Map.entry("daemon", List.of("ezio daemon")),
            Map.entry("words", List.of("ezio words", "ezio words steps")),
            Map.entry("demo", List.of("ezio demo --size 1GiB --targets 5")),
            Map.entry("settings", List.of("ezio settings")),
            Map.entry("set", List.of("set upload-limit 50MiB/s", "set upload-limit none", "set port 7000")),
            Map.entry("jobs", List.of("jobs")),
            Map.entry(
                    "job",
                    List.of(
                            "job stop 1",
                            "job pause 1 2",
                            "job wait 2",
                            "job log 1",
                            "ezio --daemon 10.0.0.5 job stop sda2")),
            Map.entry("status", List.of("status", "status --watch")),
            Map.entry("peers", List.of("peers", "peers sda2")),
            Map.entry(
                    "wait", List.of("wait --peers 24 --timeout 10m", "wait --copies 24 --timeout 2h", "wait --job 1")),
            Map.entry("alerts", List.of("alerts --last 50")),
            Map.entry(
                    "groovy",
                    List.of(
                            "groovy peers.findAll { it.has < 0.5 }",
                            "groovy peers*.uploadBytesPerSecond.sum() / (1 << 20)",
                            "groovy disks.findAll { !it.refused }*.path")),
            Map.entry(
                    "completion",
                    List.of("ezio completion bash > /etc/bash_completion.d/ezio", "source <(ezio completion bash)")),
            Map.entry("shutdown", List.of("ezio --daemon 10.0.0.5:50051 shutdown")),
            Map.entry("exit", List.of("exit")));

    private Examples() {}

    /**
     * Returns those of a command; none where it has none.
     *
     * @param command its name with its group's, without ezio: "torrent create"; "ezio" for the program
     */
    static List<String> of(String command) {
        return ALL.getOrDefault(command, List.of());
    }
}
