package ezio.bench.sim;

/**
 * How a deployment went.
 *
 * @param last the last target without fault, counted from its own start, as a multiple of payload / link rate
 * @param median the same of the median target
 * @param slowest the last of the slow machines, as a multiple of the least time that its disk or link takes; 0 without
 *     such
 * @param copies payload that the seeder sent, in copies
 * @param wasted payload that targets received and threw away, as a part of what they used
 * @param seconds simulated time until every living target was complete
 * @param incomplete living targets that never were; a stall
 * @param events that the simulation consisted of
 */
record Outcome(
        double last,
        double median,
        double slowest,
        double copies,
        double wasted,
        double seconds,
        int incomplete,
        long events) {}
