package ezio.shell.console;

import ezio.shell.env.Env;
import java.util.Locale;

/** The characters of a progress bar. */
enum BarStyle {
    LINES('━', '╸'),
    ASCII('=', '>');

    private final char full;
    private final char end;

    BarStyle(char full, char end) {
        this.full = full;
        this.end = end;
    }

    /** Lines where the locale is a UTF-8 one, as the launcher sees to; ASCII elsewhere. */
    static BarStyle of(Env env) {
        String locale = env.variable("LC_ALL")
                .or(() -> env.variable("LC_CTYPE"))
                .or(() -> env.variable("LANG"))
                .orElse("");
        String plain = locale.toLowerCase(Locale.ROOT).replace("-", "");
        return plain.contains("utf8") ? LINES : ASCII;
    }

    /** Returns the filled part of a bar of {@code width} characters. */
    String filled(int width, double fraction) {
        int halves = (int) (fraction * width * 2);
        String whole = String.valueOf(full).repeat(halves / 2);
        return halves % 2 == 1 ? whole + end : whole;
    }
}
