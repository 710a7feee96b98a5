package ezio.verb.live;

/** Is told what happens on a node, as it happens. */
@FunctionalInterface
public interface LiveListener {

    /** Called on one thread of the node, in order; others wait meanwhile, so it must not block for long. */
    void happened(LiveEvent event);
}
