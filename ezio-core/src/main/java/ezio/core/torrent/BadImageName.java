package ezio.core.torrent;

import ezio.core.problem.Problem;

/** An image was given a name that cannot stand in a torrent. */
public final class BadImageName extends Problem {

    private static final long serialVersionUID = 1;

    private final String name;

    BadImageName(String name) {
        super(
                Kind.USAGE,
                Texts.quote(name) + " cannot be the name of an image",
                "use a name like sda1 or vg/root: no empty part, no \".\" or \"..\", no control characters, at most"
                        + " 255 bytes a part");
        this.name = name;
    }

    public String name() {
        return name;
    }
}
