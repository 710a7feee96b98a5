package ezio.bench.sim;

import ezio.core.swarm.policy.RequestPlan.Block;
import java.util.ArrayDeque;

/**
 * One direction of a connection: messages and blocks arrive in the order in which they left. Blocks wait in the program
 * first, where messages overtake them, then in the socket's buffer, where nothing does.
 */
final class Flow {

    // What the operating system takes in advance.
    private static final int SOCKET_BYTES = 256 << 10;
    // A short message in a packet of its own, with headers.
    private static final int MESSAGE_BYTES = 80;
    /** How long what is told to all takes: half of what may be on the way before a busy link. */
    static final long BROADCAST_NS = 5_000_000L;

    private static final class Item {
        final Block block;
        final Runnable message;
        int leftBytes;
        boolean isTaken;

        Item(Block block, Runnable message, int leftBytes) {
            this.block = block;
            this.message = message;
            this.leftBytes = leftBytes;
        }
    }

    private final EventQueue events;
    private final Uplink from;
    private final Downlink to;
    private final SimPeer sender;
    private final ArrayDeque<Item> program = new ArrayDeque<>(2);
    private final ArrayDeque<Item> socket = new ArrayDeque<>(2);
    private int programBytes;
    private int socketBytes;
    private long lastDeliveryNs;
    private long lastArrivalNs;
    private int onTheWayBytes;
    private boolean hasBlocks;
    private boolean isInTurn;

    /**
     * @param sender the receiving machine, as the sending one sees it
     */
    Flow(EventQueue events, Uplink from, Downlink to, SimPeer sender) {
        this.events = events;
        this.from = from;
        this.to = to;
        this.sender = sender;
    }

    Downlink to() {
        return to;
    }

    /** Returns when a part of a block last arrived. */
    long lastArrivalNs() {
        return lastArrivalNs;
    }

    int queuedBytes() {
        return programBytes;
    }

    void message(Runnable message) {
        if (socket.isEmpty()) {
            deliver(message);
        } else {
            socket.add(new Item(null, message, 0));
        }
    }

    /**
     * A message that is told to all leaves now, if nothing is before it; with hundreds of neighbours, one event for all of
     * them is what lets a thousand machines be simulated. It is there after {@link #BROADCAST_NS}.
     */
    boolean joinsBroadcast() {
        long arrivalNs = events.nowNs() + BROADCAST_NS;
        if (!socket.isEmpty() || lastDeliveryNs > arrivalNs) {
            return false;
        }
        from.messageNs(MESSAGE_BYTES);
        to.messageNs(arrivalNs, MESSAGE_BYTES);
        lastDeliveryNs = arrivalNs;
        return true;
    }

    private void deliver(Runnable message) {
        lastDeliveryNs = Math.max(lastDeliveryNs, to.messageNs(from.messageNs(MESSAGE_BYTES), MESSAGE_BYTES));
        events.at(lastDeliveryNs, () -> {
            if (sender.isOpen() && !sender.other().isDead()) {
                message.run();
            }
        });
    }

    void block(Block block) {
        program.add(new Item(block, null, block.lengthBytes()));
        programBytes += block.lengthBytes();
        if (!hasBlocks) {
            hasBlocks = true;
            to.flow(true);
            events.after(0, this::resume);
        }
    }

    /** Throws away what the operating system has not taken. */
    void dropQueuedBlocks() {
        program.clear();
        programBytes = 0;
    }

    /** Takes a place among the flows that share the link, if it has something to send and may. */
    void resume() {
        if (hasBlocks && !isInTurn) {
            isInTurn = true;
            from.ready(this);
        }
    }

    private void fillSocket() {
        while (!program.isEmpty() && socketBytes < SOCKET_BYTES) {
            Item item = program.poll();
            programBytes -= item.leftBytes;
            socketBytes += item.leftBytes;
            socket.add(item);
            events.after(0, () -> sender.owner().blockSent(sender, item.block));
        }
    }

    /** Returns how much to send in its turn; 0 if there is nothing, or too much is on the way. */
    int nextBytes(int mostBytes) {
        isInTurn = false;
        if (!sender.isOpen()) {
            dropQueuedBlocks();
            socket.clear();
        }
        fillSocket();
        while (!socket.isEmpty() && socket.peek().message != null) {
            deliver(socket.poll().message);
        }
        if (socket.isEmpty()) {
            if (hasBlocks) {
                hasBlocks = false;
                to.flow(false);
            }
            return 0;
        }
        int bytes = Math.min(mostBytes, socket.peek().leftBytes);
        return onTheWayBytes > 0 && onTheWayBytes + bytes > to.windowBytes() ? 0 : bytes;
    }

    /** So many bytes of the first block leave now. */
    void sends(int bytes, long deliveryNs) {
        Item item = socket.peek();
        boolean isFirst = item.leftBytes == item.block.lengthBytes();
        item.leftBytes -= bytes;
        boolean isLast = item.leftBytes == 0;
        socketBytes -= bytes;
        if (isLast) {
            socket.poll();
        }
        lastDeliveryNs = deliveryNs;
        onTheWayBytes += bytes;
        events.at(deliveryNs, () -> arrive(item, bytes, isFirst, isLast));
    }

    private void arrive(Item item, int bytes, boolean isFirst, boolean isLast) {
        Machine receiver = sender.other();
        if (receiver.isDead()) {
            // Nobody acknowledges it, so that what is on the way stays so.
            return;
        }
        lastArrivalNs = events.nowNs();
        onTheWayBytes -= bytes;
        resume();
        if (!sender.isOpen()) {
            return;
        }
        if (isFirst) {
            item.isTaken = receiver.blockBegins(sender.twin(), item.block);
        }
        if (isLast) {
            receiver.blockArrived(sender.twin(), item.block, item.isTaken);
        }
    }
}
