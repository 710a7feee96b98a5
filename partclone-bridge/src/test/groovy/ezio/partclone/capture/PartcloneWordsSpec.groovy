package ezio.partclone.capture

import spock.lang.Specification

class PartcloneWordsSpec extends Specification {

    static final String START = 'Partclone v0.3.23 http://partclone.org\nStarting to clone device (/dev/sda1) to image (-)\nReading Super Block\n'
    static final String FAIL = 'Partclone fail, please check /dev/null !\n\n'

    List<Double> fractions = []
    def words = new PartcloneWords({ fractions << it })

    private void say(String text) {
        text.chars().forEach { words.take((char) it) }
    }

    def "the reason is '#reason'"() {
        when:
        say(START + text)

        then:
        words.reason() == reason

        where: 'recorded'
        text                                                                    || reason
        "extfsclone.c: FS was not cleanly unmounted\n$FAIL"                      || 'FS was not cleanly unmounted'
        "ntfsclone-ng.c: NOT NTFS partition, ntfs mount error 22\n$FAIL"         || 'NOT NTFS partition, ntfs mount error 22'
        "minixclone.c: seek failed$FAIL"                                         || 'seek failed'
        "device (/dev/loop0) is mounted at /mnt\nerror exit\n$FAIL"              || 'device (/dev/loop0) is mounted at /mnt'
        'libxfs: V1 inodes unsupported. Please try an older xfsprogs.\n'         || 'libxfs: V1 inodes unsupported. Please try an older xfsprogs.'
        'Calculating bitmap... Please wait... \ndone!\nFile system:  EXTFS\n'    || ''
        'a \u001b[31mred\u001b[0m word'                                          || 'a [31mred[0m word'
        ''                                                                       || ''
    }

    def "hears how far it is, between carriage returns"() {
        when:
        say('\r      \rElapsed: 00:00:01, Remaining: 00:01:39, Completed:   1.00%,   0.00byte/min,\n\r       \r' +
                'current block:          0, total block:     307200, Complete:   0.00%\u001b[A\r\r' +
                'Elapsed: 00:00:02, Remaining: 00:00:00, Completed: 100.00%, Rate:   2.95GB/min,\n')

        then:
        fractions == [0.01d, 1.0d]
        !words.saysSuccess()

        when:
        say('Syncing... OK!\nPartclone successfully cloned the device (a) to the image (t)\nCloned successfully.\n')

        then:
        words.saysSuccess()
    }

    def "a program that prints without end is not kept in memory"() {
        when:
        say('x' * 100_000 + '\n')
        1000.times { say("line $it\n") }

        then:
        words.reason() == 'line 999'
    }
}
