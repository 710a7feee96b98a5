package ezio.shell.command

import ezio.shell.env.ExitCode
import picocli.CommandLine
import spock.lang.Specification

class CommandsSpec extends Specification {

    Shell shell = { env, output, color, commands, keepsGoing -> ExitCode.OK } as Shell

    def "a command is the only one that is looked at when its name comes first"() {
        given:
        def names = namesIn(Commands.all(null, shell)) - 'help'

        expect:
        names.contains('capture')
        names.every { namesIn(Commands.of([it, '--help'], null, shell)) == [it] as Set }
    }

    def "all commands are looked at for #words"() {
        expect:
        Commands.of(words, null, shell).subcommands.keySet() == Commands.all(null, shell).subcommands.keySet()

        where:
        words << [[], ['help'], ['help', 'seed'], ['--output', 'json', 'seed'], ['quit'], ['sed'], ['']]
    }

    // The map has names and other names, such as "quit".
    private static Set<String> namesIn(CommandLine line) {
        line.subcommands.values()*.commandSpec*.name().toSet()
    }
}
