package ezio.recipe.load;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in our words what Groovy's compiler found. */
final class GroovyPhrases {

    private static final String STATIC_PREFIX = "[Static type checking] - ";

    private record Phrase(Pattern pattern, Function<Matcher, String> words) {}

    private static final List<Phrase> PHRASES = List.of(
            phrase("Unexpected input: '(?:.*[\\r\\n\\s])?([^\\s]+)'.*", m -> "`" + m.group(1) + "` does not fit here"),
            phrase("Unexpected input: .*", m -> "this does not fit here"),
            phrase("Unexpected character: '(.*)'.*", m -> unexpected(m.group(1))),
            phrase(
                    "token recognition error at: '(.*)'.*",
                    m -> unexpected(m.group(1).substring(0, 1))),
            phrase("Missing '(.)'.*", m -> "`" + m.group(1) + "` is missing here"),
            phrase("Unexpected end of file.*", m -> "the recipe ends before this is complete"),
            phrase("Number ending with underscores is invalid.*", m -> "a number cannot end with _"),
            phrase("unable to resolve class ([\\w.$]+).*", m -> "there is no class `" + m.group(1) + "`"),
            phrase(
                    "The current scope already contains a variable of the name (\\w+).*",
                    m -> "`" + m.group(1) + "` is declared twice"),
            phrase("Duplicated named parameter '(\\w+)' found.*", m -> "`" + m.group(1) + "` is there twice"),
            phrase("The variable \\[(\\w+)] is undeclared.*", m -> "nothing is called `" + m.group(1) + "` here"),
            phrase(
                    "Cannot assign value of type (\\S+) to variable of type (\\S+).*",
                    m -> plain(m.group(1)) + " cannot become " + plain(m.group(2))),
            phrase("Cannot resolve dynamic method name at compile time.*", m -> "what is called has to be written out"),
            phrase(
                    "Cannot find matching method (\\S+?)#(\\w+)\\((.*)\\)\\..*",
                    m -> "`" + m.group(2) + "` does not work with that"),
            phrase("Cannot call (\\S+?)#(\\w+)\\(.*", m -> "`" + m.group(2) + "` does not work with that"),
            phrase("Reference to method is ambiguous.*", m -> "this call can mean several things"),
            phrase(
                    "Cannot loop with element of type (\\S+) with collection of type (\\S+)",
                    m -> "there is nothing to loop over"),
            phrase(
                    "Inconvertible types: cannot cast (\\S+) to (\\S+)",
                    m -> plain(m.group(1)) + " cannot become " + plain(m.group(2))),
            phrase(
                    "Apparent variable '(\\w+)' was found in a static scope.*",
                    m -> "nothing is called `" + m.group(1) + "` here"));

    private GroovyPhrases() {}

    /** Returns what {@code message} means; Groovy's own words where nobody has translated them. */
    static String translate(String message) {
        String plain = message.strip();
        if (plain.startsWith(STATIC_PREFIX)) {
            plain = plain.substring(STATIC_PREFIX.length());
        }
        for (Phrase phrase : PHRASES) {
            Matcher matcher = phrase.pattern.matcher(plain);
            if (matcher.matches()) {
                return phrase.words.apply(matcher);
            }
        }
        int at = plain.indexOf(" @ line ");
        return (at > 0 ? plain.substring(0, at) : plain)
                .replaceAll("\\s*\\R\\s*", " ")
                .strip();
    }

    /** Returns whether a check of ours finds the same, and says it better. */
    static boolean isSaidElsewhere(String message) {
        return message.contains("named arg: ")
                || message.contains("expression hasn't been set")
                || message.contains("required named param '")
                || message.contains("argument for named param '");
    }

    private static Phrase phrase(String regex, Function<Matcher, String> words) {
        return new Phrase(Pattern.compile(regex, Pattern.DOTALL), words);
    }

    private static String unexpected(String character) {
        return Optional.of(character)
                .filter(c -> c.equals("'") || c.equals("\""))
                .map(c -> "the text that begins here has no end")
                .orElse("`" + character + "` does not fit here");
    }

    private static String plain(String type) {
        return switch (type.substring(type.lastIndexOf('.') + 1)) {
            case "String", "GString" -> "a text";
            case "int", "Integer", "long", "Long", "BigDecimal" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "Duration" -> "a duration";
            case "ByteSize" -> "a size";
            case "Rate" -> "a rate";
            default -> "a " + type.substring(type.lastIndexOf('.') + 1);
        };
    }
}
