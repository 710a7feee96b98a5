package ezio.shell.console

import ezio.shell.env.ExitCode
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import spock.lang.Specification

class JsonConsoleSpec extends Specification implements ConsoleFixture {

    Console console

    def setup() {
        def clock = Clock.fixed(Instant.parse('2026-11-21T09:07:00.123456Z'), ZoneOffset.UTC)
        console = new JsonConsole(stream(outBytes), stream(errBytes), { nowNs }, clock)
    }

    def "an event is one object on one line"() {
        when:
        console.result(Event.of(EventKind.TORRENT_CREATED, 'write', 'a "name"\t…')
                .with('bytes', 1L << 40).with('seconds', 1.23456d).with('list', [1, 'x', [a: null, b: true]]))

        then:
        out == '{"schema":1,"time":"2026-11-21T09:07:00.123Z","step":"write","event":"torrent-created",' +
                '"message":"a \\"name\\"\\t…","bytes":1099511627776,"seconds":1.235,"list":[1,"x",{"a":null,"b":true}]}\n'
        err == ''
    }

    def "a table is left to the fields"() {
        when:
        console.result(Event.of(EventKind.DISKS, 'disks', 'A  B\n1  2').with('disks', []))

        then:
        out == '{"schema":1,"time":"2026-11-21T09:07:00.123Z","step":"disks","event":"disks","disks":[]}\n'
    }

    def "problems and bugs have their exit code"() {
        when:
        console.problem(new ConsoleFixture.Trouble('it broke', 'mend it'), ExitCode.DEVICE)
        console.bug(new IllegalStateException('oops'), Path.of('/x/ezio.log'))

        then:
        err.readLines() == [
            '{"schema":1,"time":"2026-11-21T09:07:00.123Z","step":"end","event":"error","message":"it broke",' +
                    '"problem":"trouble","exitCode":5,"exit":"device","remedy":"mend it"}',
            '{"schema":1,"time":"2026-11-21T09:07:00.123Z","step":"end","event":"bug",' +
                    '"message":"this is a bug in ezio: IllegalStateException: oops","exitCode":1,"exit":"bug","log":"/x/ezio.log"}'
        ]
    }

    def "progress comes four times a second at most, and always at the end"() {
        when:
        [[0, 0], [100, 10], [249, 20], [250, 30], [260, 1000]].each { millis, done ->
            nowNs = millis * 1_000_000L
            console.progress(line('hashing', done))
        }

        then:
        err.readLines().collect { (it =~ /"doneBytes":(\d+)/)[0][1] as long }*.intdiv(1 << 20) == [0, 30, 1000]
        err.readLines()[0] == '{"schema":1,"time":"2026-11-21T09:07:00.123Z","step":"hash","event":"progress",' +
                '"label":"hashing","doneBytes":0,"totalBytes":1048576000,"rateBytesPerSecond":104857600,"leftSeconds":47.0}'
    }
}
