package ezio.recipe.plan

import static ezio.recipe.plan.Plans.file
import static ezio.recipe.plan.Plans.partition

import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification

class PlanChecksSpec extends Specification {

    def plans = new Plans()

    /** Returns "line: message / suggestion" of everything that is wrong. */
    private List<String> mistakes(List<Step> steps, List<Step> onFailure = null, Closure<Boolean> exists = { true }) {
        PlanChecks.check(plans.plan(steps, onFailure), exists).collect {
            "${it.place().line()}: ${it.message()}${it.suggestion().map { ' / ' + it }.orElse('')}".toString()
        }
    }

    def "nothing is wrong with a plan that seeds, waits and stops"() {
        given:
        plans.image('efi', partition('/dev/sda', 1))
        plans.image('root', partition('/dev/sda', 2))

        expect:
        mistakes([plans.createTorrent('efi'), plans.together(plans.seed('efi'), plans.seed('root')), plans.waitForCopies(2),
                  plans.stopSeeding()], [plans.keepSeeding(Duration.ofMinutes(1))], { it.toString() != 'efi.torrent' }) == []
    }

    def "names that mean nothing are told with what may be meant"() {
        given:
        plans.node('lab-07', '10.0.0.37:50051')
        plans.image('root', partition('/dev/sda', 2))
        plans.image('home', partition('/dev/sda', 3), on: 'lab-8')
        plans.image('root', partition('/dev/sda', 4))
        plans.image('var', partition('/dev/sda', 5), on: 'lab-07')
        plans.node('lab-07')

        expect:
        mistakes([plans.seed('rot'), plans.verify('swap'), plans.restore('root', on: 'pc'), plans.seed('var')]) == [
                '3: there is no node `lab-8` / did you mean `lab-07`?',
                '4: image `root` is declared twice / the first one is at line 2',
                '6: node `lab-07` is declared twice / the first one is at line 1',
                '7: there is no image `rot` / did you mean `root`?',
                '8: there is no image `swap` / the recipe has `root`, `home`, `var`',
                '9: there is no node `pc` / the recipe has `lab-07`',
                '10: image `var` is on `lab-07`, not on the node that runs the recipe / add on: \'lab-07\'',
        ]
    }

    def "two restores to one place are told: #why"() {
        given:
        plans.image('a', first)
        plans.image('b', second)

        expect:
        mistakes([plans.together(plans.restore('a'), plans.restore('b'))]) == [message]

        where:
        first                                     | second                 | why             || message
        partition('/dev/sda', 1)                  | partition('/dev/sda', 1) | 'a partition' || '4: `b` is restored to /dev/sda1, which `a` is restored to (line 3) / give each image a disk, partition or file of its own'
        partition('/dev/sda', 1)                  | new ImageLocation.Volume(Path.of('/dev/../dev/sda1')) | 'other words' || '4: `b` is restored to /dev/../dev/sda1, which `a` is restored to (line 3) / give each image a disk, partition or file of its own'
        new ImageLocation.Disk(Path.of('/dev/sda')) | partition('/dev/sda', 1) | 'a disk and its partition' || '4: `b` is restored to /dev/sda1, a part of /dev/sda, which `a` is restored to (line 3) / give each image a disk, partition or file of its own'
        partition('/dev/sda', 1)                  | new ImageLocation.Disk(Path.of('/dev/sda')) | 'a partition and its disk' || '4: `b` is restored to /dev/sda, which holds /dev/sda1, which `a` is restored to (line 3) / give each image a disk, partition or file of its own'
    }

    def "the same place on two machines is no mistake, on two nodes of this machine it is"() {
        given:
        plans.node('lab-07', '10.0.0.37:50051')
        plans.node('lab-08', '10.0.0.38:50051')
        plans.node('beside')
        plans.image('root', partition('/dev/sda', 2))

        expect:
        mistakes([plans.restore('root', on: 'lab-07'), plans.restore('root', on: 'lab-08'), plans.restore('root'),
                  plans.restore('root', on: 'beside')]) == [
                '8: `root` is restored to /dev/sda2, which `root` is restored to (line 7) / give each image a disk, partition or file of its own']
    }

    def "to overwrite what is offered, or captured at the same time, is a mistake; to capture it before is none"() {
        given:
        plans.image('golden', partition('/dev/sda', 2))
        plans.image('old', partition('/dev/sdb', 2))
        plans.image('new', partition('/dev/sda', 2), torrent: 'new.torrent')
        plans.image('fresh', partition('/dev/sdb', 2))

        expect:
        mistakes([plans.seed('golden'), plans.restore('new'), plans.capture('old'), plans.restore('fresh')]) == [
                '6: `new` is restored to /dev/sda2, which `golden` is read from (line 5) / give each image a disk, partition or file of its own']
        mistakes([plans.together(plans.restore('fresh'), plans.capture('old'))]) == [
                '9: `fresh` is restored to /dev/sdb2, which `old` is read from (line 10) / give each image a disk, partition or file of its own']
    }

    def "Clonezilla's directories are only read, and captured already"() {
        given:
        plans.image('root', new ImageLocation.Saved(Path.of('/home/partimag/lab'), 'sda2'))

        expect:
        mistakes([plans.capture('root'), plans.restore('root')]) == [
                '2: `root` is captured already: /home/partimag/lab holds nothing but its used blocks / createTorrent makes its torrent',
                '3: `root` is in a directory of Clonezilla\'s, which is only read / declare its target with disk, volume, file or slices']
    }

    def "waiting where nothing is offered is a mistake"() {
        given:
        plans.node('beside')
        plans.image('root', partition('/dev/sda', 2))

        expect:
        mistakes([plans.waitForPeers(2), plans.seed('root'), plans.waitForCopies(3, on: 'beside'), plans.stopSeeding(),
                  plans.keepSeeding(Duration.ofMinutes(1)), plans.stopSeeding(image: 'root')]) == [
                '3: nothing is offered here, so `waitForPeers` has nothing to do / seed or restore an image before',
                '5: nothing is offered here, so `waitForCopies` has nothing to do / seed or restore an image before',
                '7: nothing is offered here, so `keepSeeding` has nothing to do / seed or restore an image before',
                '8: `root` is not offered here / seed or restore it before']
        mistakes([plans.message('hello')], [plans.keepSeeding(Duration.ofMinutes(1))]) == [
                '10: nothing is offered here, so `keepSeeding` has nothing to do / seed or restore an image before']
        mistakes([plans.together(plans.waitForPeers(2), plans.seed('root'))]) == []
    }

    def "a torrent must be there, or be made before"() {
        given:
        def missing = { !it.toString().endsWith('.torrent') && !it.toString().endsWith('.info') }
        plans.image('a', partition('/dev/sda', 1))
        plans.image('b', partition('/dev/sda', 2), usedBlocks: 'b.torrent.info')
        plans.image('c', partition('/dev/sda', 3), torrent: 'http://10.0.0.1:6969/torrents/c.torrent')

        expect:
        mistakes([plans.seed('a')], null, missing) == [
                "4: a.torrent does not exist, and no step before this one makes it / createTorrent 'a' or capture 'a' makes it"]
        mistakes([plans.together(plans.createTorrent('a'), plans.seed('a'))], null, missing) == [
                '6: a.torrent is made at the same time (line 5) / make it before together']
        mistakes([plans.createTorrent('b')], null, missing) == [
                "8: b.torrent.info does not exist, and no step before this one makes it / capture 'b' finds the used blocks"]
        mistakes([plans.capture('b'), plans.seed('b'), plans.seed('c')], null, missing) == []
        mistakes([plans.createTorrent('c')], null, missing) == [
                '12: the torrent of `c` is an address, which cannot be written to / name a file where the image is declared']
        mistakes([plans.createTorrent('a'), plans.createTorrent('a')], null, missing) == [
                '14: a.torrent is made already (line 13) / each image has a torrent of its own']
    }

    def "what is read must be there, and so must a target, unless it is made"() {
        given:
        plans.node('lab-07', '10.0.0.37:50051')
        plans.image('disk', partition('/dev/sdx', 1))
        plans.image('file', file('copy.img'))
        plans.image('slices', new ImageLocation.Slices(Path.of('bt')))
        def missing = { it.toString().endsWith('.torrent') }

        expect:
        mistakes([plans.seed('disk')], null, missing) == ['5: /dev/sdx1 does not exist / "ezio disks" lists what there is']
        mistakes([plans.restore('disk'), plans.restore('file')], null, missing) == [
                '6: /dev/sdx1 does not exist / "ezio disks" lists what there is',
                '7: copy.img does not exist / create: true makes the file']
        mistakes([plans.restore('file', create: true), plans.verify('file'), plans.restore('slices'), plans.verify('slices'),
                  plans.restore('disk', on: 'lab-07')], null, missing) == []
    }

    def "an image is verified after it was restored, and offered once"() {
        given:
        plans.image('root', partition('/dev/sda', 2))
        plans.image('copy', partition('/dev/sdb', 2), torrent: 'root.torrent')

        expect:
        mistakes([plans.verify('root'), plans.restore('root')]) == [
                '3: `root` is verified before it is restored (line 4) / verify it after the restore']
        mistakes([plans.seed('root'), plans.seed('root')]) == [
                '6: `root` is offered already (line 5) / a node offers an image once; stopSeeding ends that']
        mistakes([plans.seed('root'), plans.restore('copy')]) == [
                '8: `copy` is offered already as `root` (line 7) / a node offers an image once; stopSeeding ends that']
        mistakes([plans.seed('root'), plans.stopSeeding(), plans.seed('root')]) == []
    }

    def "a daemon restores and seeds, from whole paths; it makes no torrents"() {
        given:
        plans.node('lab-07', '10.0.0.37:50051')
        plans.image('root', partition('/dev/sda', 2))
        plans.image('copy', file('copy.img'))

        expect:
        mistakes([plans.capture('root', on: 'lab-07'), plans.createTorrent('root', on: 'lab-07'), plans.restore('copy', on: 'lab-07')]) == [
                '4: a daemon does not capture, and `lab-07` is one / run that on its machine, or leave on: out',
                '5: a daemon does not make torrents, and `lab-07` is one / run that on its machine, or leave on: out',
                '6: copy.img is on another machine, where it starts from nowhere / write the whole path']
    }
}
