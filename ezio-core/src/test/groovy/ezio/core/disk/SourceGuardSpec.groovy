package ezio.core.disk

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class SourceGuardSpec extends Specification {

    static final long GIB = 1L << 30

    @TempDir
    Path dir

    List<String> mountinfo = []
    Map<String, PathFacts.Kind> kinds = [:]

    /** sda has two partitions, of which sda2 holds LVM with a volume; sde and sdf are a btrfs; loop0 is a file. */
    def setup() {
        new FakeSysfs(dir)
                .disk('sda', '8:0', 8 * GIB)
                .partition('sda', 'sda1', '8:1', 1, GIB)
                .partition('sda', 'sda2', '8:2', 2, GIB)
                .disk('dm-0', '253:0', GIB, ['dm/name': 'vg-root\n']).builtOn('dm-0', 'sda2')
                .disk('sde', '8:64', GIB).disk('sdf', '8:80', GIB).btrfs('uuid', 'sde', 'sdf')
                .disk('loop0', '7:0', GIB, ['loop/backing_file': '/images/attached.img\n'])
    }

    def guard = new SourceGuard(
            { BlockTree.read(dir, Path.of('/dev')) },
            { Mounts.parse(mountinfo.join('\n'), '') },
            { path ->
                def kind = kinds[path.toString()] ?: (path.toString().startsWith('/dev/') ? PathFacts.Kind.BLOCK : PathFacts.Kind.FILE)
                new PathFacts(kind, path, Optional.empty(), GIB, true, path.toString())
            })

    def "#source, #why: #points"() {
        given:
        mountinfo.addAll(mounts)

        expect:
        guard.examine(Path.of(source)).map { it.message }.orElse('') ==
                (points ? "refused (mounted-source): $source is mounted for writing at $points" : '')
        guard.isMounted(Path.of(source)) == !mounts.empty

        where:
        why                                  | source                 | mounts                                            || points
        'which is free'                      | '/dev/sda1'            | []                                                || null
        'mounted'                            | '/dev/sda1'            | ['9 1 8:1 / /srv rw - xfs /dev/sda1 rw,noatime']  || '/srv'
        'mounted read-only'                  | '/dev/sda1'            | ['9 1 8:1 / /srv ro - xfs /dev/sda1 ro,noatime']  || null
        'of which one mount is read-only'    | '/dev/sda1'            | ['9 1 8:1 / /srv ro - xfs /dev/sda1 rw']          || '/srv'
        'whose second partition is mounted'  | '/dev/sda'             | ['9 1 253:0 / /r rw - ext4 /dev/mapper/vg-root rw'] || '/r'
        'with a volume that is mounted'      | '/dev/sda2'            | ['9 1 253:0 / /r rw - ext4 /dev/mapper/vg-root rw'] || '/r'
        'a mounted volume'                   | '/dev/mapper/vg-root'  | ['9 1 253:0 / /r rw - ext4 /dev/mapper/vg-root rw'] || '/r'
        'mounted through its other device'   | '/dev/sdf'             | ['9 1 0:50 / /data rw - btrfs /dev/sde rw']       || '/data'
        'a file that is attached and mounted' | '/images/attached.img' | ['9 1 7:0 / /mnt rw - ext4 /dev/loop0 rw']       || '/mnt'
    }

    def "what is mounted is captured if that is allowed"() {
        given:
        mountinfo << '9 1 8:1 / /srv rw - xfs /dev/sda1 rw'

        when:
        guard.check(Path.of('/dev/sda1'), [SourceRefusal.MOUNTED_SOURCE] as Set)

        then:
        noExceptionThrown()

        when:
        guard.check(Path.of('/dev/sda1'), [] as Set)

        then:
        def refused = thrown(SourceRefused)
        refused.refusal() == SourceRefusal.MOUNTED_SOURCE
        refused.source() == '/dev/sda1'
    }

    def "#kind is no source, and nothing allows it"() {
        given:
        kinds['/x'] = kind

        when:
        guard.check(Path.of('/x'), SourceRefusal.values() as Set)

        then:
        def refused = thrown(SourceRefused)
        refused.message == "refused (not-a-source): /x is $words"

        where:
        kind                       || words
        PathFacts.Kind.DIRECTORY   || 'a directory'
        PathFacts.Kind.CHARACTER   || 'a character device'
        PathFacts.Kind.OTHER       || 'a pipe or a socket'
    }

    def "a source that is not there cannot be opened"() {
        given:
        kinds['/dev/none'] = PathFacts.Kind.MISSING

        when:
        guard.examine(Path.of('/dev/none'))

        then:
        def failure = thrown(DeviceFailure)
        failure.message == 'cannot open /dev/none: no such file or device'
    }
}
