package ezio.shell

import ezio.shell.env.ExitCode
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Pages that are made of the program say what the program says. */
class ReferenceSpec extends Specification {

    @TempDir
    Path directory

    private static Path page(String name) {
        Path.of('').toAbsolutePath().with { it.endsWith('ezio-shell') ? it.parent : it }.resolve('docs').resolve(name)
    }

    def "docs/commands.md is what the commands say; bin/ezio reference makes it"() {
        given:
        def program = new Program(directory)

        expect:
        program.run('reference') == ExitCode.OK
        program.stdout == Files.readString(page('commands.md'))
    }

    def "docs/exit-codes.md has exactly the exit codes"() {
        given:
        def rows = Files.readAllLines(page('exit-codes.md')).findAll { it ==~ /\| \d+ \|.*/ }*.split(/ *\| */)

        expect:
        rows.collect { [it[1] as int, it[2], it[3].replace('`', '')] } == ExitCode.values().collect { [it.code(), it.id(), it.meaning()] }
    }

    def "the completion of #shell knows the commands"() {
        given:
        def program = new Program(directory)

        expect:
        program.run('completion', shell) == ExitCode.OK
        program.stdout.startsWith("# ezio $shell completion")
        ['disks', 'restore', 'torrent', '--overwrite', '--stop-after'].every { program.stdout.contains(it) }

        where:
        shell << ['bash', 'zsh']
    }

    def "bash takes the completion, and offers what was begun: #line"() {
        given:
        def program = new Program(directory)
        program.run('completion', 'bash')
        Files.writeString(directory.resolve('ezio.bash'), program.stdout)
        def script = """
            shopt -s progcomp
            . ./ezio.bash
            COMP_WORDS=($line)
            COMP_CWORD=\$((\${#COMP_WORDS[@]} - 1))
            _complete_ezio
            printf '%s\\n' "\${COMPREPLY[@]}"
        """

        when:
        def process = new ProcessBuilder('bash', '-c', script).directory(directory.toFile()).start()

        then:
        process.inputStream.text.readLines()*.strip().contains(offered)

        where:
        line            || offered
        'ezio res'      || 'restore'
        'ezio torrent c' || 'create'
        'ezio seed --ch' || '--check'
    }
}
