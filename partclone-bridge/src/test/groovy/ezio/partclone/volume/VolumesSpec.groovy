package ezio.partclone.volume

import ezio.core.problem.Problem
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

class VolumesSpec extends Specification {

    @TempDir
    Path dir

    private void files(Map<String, Integer> sizes) {
        sizes.each { name, size -> Files.write(dir.resolve(name), new byte[size]) }
    }

    def "given #given, the volumes are #volumes"() {
        given:
        files(there.collectEntries { [it, 3] })

        when:
        def found = Volumes.find(dir.resolve(given))

        then:
        found.paths()*.fileName*.toString() == volumes
        found.base().fileName.toString() == base
        found.totalBytes() == 3 * volumes.size()

        where:
        given                 | there                                                 || base        | volumes
        'disk.img'            | ['disk.img']                                          || 'disk.img'  | ['disk.img']
        'disk.dd'             | ['disk.dd', 'disk.img']                               || 'disk.dd'   | ['disk.dd']
        'x-img.gz'            | ['x-img.gz']                                          || 'x-img.gz'  | ['x-img.gz']
        'x-img.xz'            | ['x-img.xz', 'x-img.aa', 'x-img.ab']                  || 'x-img.xz'  | ['x-img.xz']
        'x-img.aa'            | ['x-img.gz', 'x-img.aa', 'x-img.ab']                  || 'x-img'     | ['x-img.aa', 'x-img.ab']
        'x-img.gz'            | ['x-img.gz.aa', 'x-img.gz.ab', 'x-img.gz.ac']         || 'x-img.gz'  | ['x-img.gz.aa', 'x-img.gz.ab', 'x-img.gz.ac']
        'x-img.gz.ab'         | ['x-img.gz.aa', 'x-img.gz.ab', 'x-img.gz.ac']         || 'x-img.gz'  | ['x-img.gz.aa', 'x-img.gz.ab', 'x-img.gz.ac']
        'x-img.gz.aa'         | ['x-img.gz.aa', 'x-img.gz.info', 'x-img.gz.info.gz']  || 'x-img.gz'  | ['x-img.gz.aa']
        'x.aaa'               | ['x.aaa', 'x.aab', 'x.zst']                           || 'x'         | ['x.aaa', 'x.aab']
        'a[b*]?-img.zst'      | ['a[b*]?-img.zst.aa', 'ab-img.zst.ab']                || 'a[b*]?-img.zst' | ['a[b*]?-img.zst.aa']
        'x-img.gz.aa'         | ['x-img.gz.aa', 'y-img.gz.ab', 'x-img.gz.ab~']        || 'x-img.gz'  | ['x-img.gz.aa']
    }

    def "volumes go on from .az to .ba"() {
        given:
        def suffixes = ('a'..'z').collect { 'a' + it } + ['ba', 'bb']
        files(suffixes.collectEntries { ["x-img.$it".toString(), 2] })

        when:
        def found = Volumes.find(dir.resolve('x-img.bb'))

        then:
        found.paths()*.fileName*.toString() == suffixes.collect { "x-img.$it".toString() }
    }

    def "a volume whose letters are also a compression's is found in its place"() {
        given:
        def suffixes = ('a'..'g').collectMany { first -> ('a'..'z').collect { first + it } }
        files(suffixes.collectEntries { ["x-img.$it".toString(), 1] })

        expect:
        Volumes.find(dir.resolve('x-img.gz')).paths().size() == 182
    }

    def "#why: #message"() {
        given:
        files(there)

        when:
        Volumes.find(dir.resolve(given))

        then:
        def refused = thrown(BadVolume)
        refused.message == message.replace('DIR', dir.toString())
        refused.kind() == Problem.Kind.INPUT
        refused.volume() == dir.resolve(volume)

        where:
        why               | given    | there                                    || volume   | message
        'nothing'         | 'x'      | [:]                                      || 'x'      | 'DIR/x: no such file, and no volumes x.aa …'
        'middle missing'  | 'x-img'  | ['x-img.aa': 5, 'x-img.ac': 5, 'x-img.ad': 1] || 'x-img.ab' | 'DIR/x-img.ab is missing: there are 3 other volumes, the last is x-img.ad'
        'first missing'   | 'x-img.ab' | ['x-img.ab': 5]                        || 'x-img.aa' | 'DIR/x-img.aa is missing: there is 1 other volume, the last is x-img.ab'
        'only others'     | 'x'      | ['x.gz': 5, 'x.zst': 1]                  || 'x'        | 'DIR/x: no such file, and no volumes x.aa …'
        'no directory'    | 'y/x'    | [:]                                      || 'y/x'      | 'DIR/y/x: no such file, and no volumes x.aa …'
        'first missing, base given' | 'x' | ['x.ab': 5, 'x.ac': 5]              || 'x.aa'     | 'DIR/x.aa is missing: there are 2 other volumes, the last is x.ac'
        'middle short'    | 'x'      | ['x.aa': 5, 'x.ab': 4, 'x.ac': 5]        || 'x.ab'   | 'DIR/x.ab has 4 bytes, the volumes before it have 5; only the last one may be shorter'
        'last long'       | 'x'      | ['x.aa': 5, 'x.ab': 6]                   || 'x.ab'   | 'DIR/x.ab has 6 bytes, the volumes before it have 5; only the last one may be shorter'
    }

    def "a directory is no volume"() {
        when:
        Volumes.find(dir)

        then:
        def refused = thrown(BadVolume)
        refused.message == "$dir is not a regular file"
    }

    def "byte #offset of the whole is in #volume at #inVolume"() {
        given:
        files('x.aa': 5, 'x.ab': 5, 'x.ac': 2)

        expect:
        Volumes.find(dir.resolve('x')).placeOf(offset) == new Place(dir.resolve(volume), inVolume, true)

        where:
        offset || volume | inVolume
        0      || 'x.aa' | 0
        4      || 'x.aa' | 4
        5      || 'x.ab' | 0
        10     || 'x.ac' | 0
        12     || 'x.ac' | 2
    }
}
