#!/usr/bin/env -S ezio run
// Restores two partitions of a disk from the seeder of lab-seed.groovy, compares them with their torrents, and serves
// them to the others until nobody asks any more.
//
//   ezio run recipes/lab-restore.groovy --disk /dev/sda --from http://10.0.0.1:6969/torrents --overwrite /dev/sda
//
// The partitions must be there; --overwrite names the disk a second time, and without it nothing is written.

def target = device('disk', 'disk to overwrite')
def from = text('from', 'where the torrents are: a directory, or the address that the seeder tells')
def most = duration('patience', 'longest time for an image', preset: 1.hours)
def serve = duration('serve', 'longest time to serve others afterwards', preset: 30.minutes)
def idle = duration('idle', 'ends that sooner, when nothing was sent for so long', preset: 90.seconds)

deploy('lab-restore') {
    disk(target) {
        partition 1, image: 'efi', torrent: "$from/efi.torrent"
        partition 2, image: 'root', torrent: "$from/root.torrent"
    }

    steps {
        together {
            restore 'efi', timeout: most
            restore 'root', timeout: most
        }
        together {
            verify 'efi'
            verify 'root'
        }
        keepSeeding atMost: serve, idle: idle
    }

    onFailure {
        message 'the disk is not complete; run the recipe again, what was restored is kept'
    }
}
