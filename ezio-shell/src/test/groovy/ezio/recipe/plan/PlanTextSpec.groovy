package ezio.recipe.plan

import ezio.core.swarm.Pacing
import ezio.core.unit.ByteSize
import ezio.core.unit.Rate
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification

class PlanTextSpec extends Specification {

    def plans = new Plans()

    def "a plan prints its nouns, its steps with numbers and time limits, and what it does on failure"() {
        given:
        plans.trackers << new PlannedTracker.External(plans.place(), 'http://10.0.0.1:6969/announce')
        plans.image('efi', Plans.partition('/dev/sda', 1))
        plans.image('root', Plans.partition('/dev/sda', 2))
        def plan = plans.plan([
                plans.createTorrent('efi'),
                plans.createTorrent('root', pieceSize: ByteSize.mib(16)),
                plans.seed('efi'),
                plans.seed('root', uploads: 4),
                plans.waitForPeers(24, timeout: Duration.ofMinutes(10), carryOn: true),
                plans.waitForCopies(24, timeout: Duration.ofMinutes(150)),
                plans.stopSeeding(),
        ], [plans.keepSeeding(Duration.ofMinutes(15)), plans.message('run it again')])

        expect:
        PlanText.of(plan) == '''\
            plan lab
              tracker http://10.0.0.1:6969/announce
              image efi = /dev/sda1
              image root = /dev/sda2
              1. create torrent efi, at most 12 h
              2. create torrent root, piece size 16 MiB, at most 12 h
              3. seed efi, at most 12 h
              4. seed root, uploads 4, at most 12 h
              5. wait for 24 peers, at most 10 min, then carry on
              6. wait for 24 full copies, at most 2 h 30 min
              7. stop seeding
              on failure: keep seeding for 15 min; say: run it again'''.stripIndent()
    }

    def "what overwrites something is marked, also inside of together and on other nodes"() {
        given:
        plans.pacing = new Pacing(Rate.parse('100MiB/s'), Rate.ZERO, Duration.ofSeconds(90))
        plans.trackers << new PlannedTracker.Embedded(plans.place(), 6969, Optional.empty())
        plans.node('lab-07', '10.0.0.37:50051')
        plans.node('beside')
        plans.image('root', Plans.partition('/dev/nvme0n1', 2))
        plans.image('home', new ImageLocation.Slices(Path.of('bt')), on: 'beside')
        plans.image('efi', new ImageLocation.Saved(Path.of('/home/partimag/lab'), 'sda1'))
        def plan = plans.plan([
                plans.together(plans.restore('root', on: 'lab-07'), plans.restore('home', on: 'beside', create: true)),
                plans.run('efibootmgr', '-v'),
                plans.keepSeeding(Duration.ofHours(1), idle: Duration.ofSeconds(90)),
        ])

        expect:
        PlanText.of(plan) == '''\
            plan lab
              tracker embedded, port 6969
              upload at most 100 MiB/s
              slow start, a step every 1 min 30 s
              node lab-07 = daemon at 10.0.0.37:50051
              node beside = in this program
              image root = /dev/nvme0n1p2
              image home on beside = bt
              image efi = /home/partimag/lab, sda1
              1. together
                1.1. restore root, on lab-07, at most 12 h  [overwrites /dev/nvme0n1p2]
                1.2. restore home, make the file, on beside, at most 12 h  [overwrites bt]
              2. run efibootmgr -v, at most 10 min
              3. keep seeding for 1 h, or until nothing was sent for 1 min 30 s'''.stripIndent()
    }

    def "the partitions of #disk are called #first, …"() {
        expect:
        new ImageLocation.Partition(Path.of(disk), 1).path().toString() == first

        where:
        disk                        || first
        '/dev/sda'                  || '/dev/sda1'
        '/dev/nvme0n1'              || '/dev/nvme0n1p1'
        '/dev/loop0'                || '/dev/loop0p1'
        '/dev/disk/by-id/ata-disk0' || '/dev/disk/by-id/ata-disk0-part1'
    }
}
