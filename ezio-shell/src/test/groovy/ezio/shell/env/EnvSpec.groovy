package ezio.shell.env

import ezio.core.problem.Problem
import ezio.shell.TestSignals
import java.nio.file.Path
import spock.lang.Specification

class EnvSpec extends Specification {

    private static Env env(Map<String, String> variables, Path directory = Path.of('/srv/images')) {
        new Env(System.out, System.err, variables, directory, Optional.empty(), new TestSignals())
    }

    def "state is kept in #expected with #variables"() {
        expect:
        env(variables).stateDirectory() == Path.of(expected)

        where:
        variables                                 || expected
        [HOME: '/home/a']                         || '/home/a/.local/state/ezio'
        [HOME: '/home/a', XDG_STATE_HOME: '/s']   || '/s/ezio'
        [HOME: '/home/a', XDG_STATE_HOME: 's']    || '/home/a/.local/state/ezio'
        [HOME: '/home/a', XDG_STATE_HOME: '']     || '/home/a/.local/state/ezio'
        [:]                                       || '/root/.local/state/ezio'
    }

    def "a path stays as it was given where the program runs in that directory"() {
        expect:
        env([:]).path('a/b') == Path.of('/srv/images/a/b')
        env([:]).path('/a/b') == Path.of('/a/b')
        env([:], Path.of('').toAbsolutePath()).path('a/b') == Path.of('a/b')
    }

    def "every kind of problem has an exit code of its own, as documented"() {
        expect:
        Problem.Kind.values().collectEntries { [it.name(), ExitCode.of(it).code()] } ==
                [USAGE: 2, INPUT: 3, REFUSED: 4, DEVICE: 5, NETWORK: 6, MISMATCH: 7, TIMEOUT: 8]
        ExitCode.values()*.code() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 130, 143]
        ExitCode.values().every { ExitCode.of(it.code()) == it }
    }
}
