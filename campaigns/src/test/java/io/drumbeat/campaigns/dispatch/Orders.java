package io.drumbeat.campaigns.dispatch;

import java.util.ArrayList;
import java.util.List;

/**
 * All orders in which some sessions can go on, one after the other: depth first, each made of the one before. A session is
 * interrupted at most so often while it could go on; when it waits or is over, anybody's turn may come.
 */
final class Orders {

    private final int interruptions;
    private final List<Choice> choices = new ArrayList<>();
    private int at;
    private int last = -1;

    /** @param interruptions most of them in one order; {@link Integer#MAX_VALUE}: all orders there are */
    Orders(int interruptions) {
        this.interruptions = interruptions;
    }

    /** @param open whose turn it could be, the one taken first */
    private record Choice(List<Integer> open, boolean interrupts, int interruptedBefore) {

        int taken() {
            return open.get(0);
        }
    }

    /** Whose turn it is, of those that are {@code enabled}. */
    int choose(List<Integer> enabled) {
        if (at < choices.size()) {
            int again = choices.get(at++).taken();
            if (!enabled.contains(again)) {
                throw new IllegalStateException("what runs again does not run alike: " + again + " of " + enabled);
            }
            last = again;
            return again;
        }
        boolean goesOn = enabled.contains(last);
        int before = interrupted();
        List<Integer> open = new ArrayList<>();
        if (goesOn) {
            open.add(last);
        }
        if (!goesOn || before < interruptions) {
            enabled.stream().filter(session -> session != last).forEach(open::add);
        }
        choices.add(new Choice(open, false, before));
        at++;
        last = open.get(0);
        return last;
    }

    private int interrupted() {
        if (choices.isEmpty()) {
            return 0;
        }
        Choice before = choices.get(choices.size() - 1);
        return before.interruptedBefore + (before.interrupts ? 1 : 0);
    }

    /** Goes on to the next order; false: there is none. */
    boolean next() {
        while (!choices.isEmpty() && choices.get(choices.size() - 1).open.size() == 1) {
            choices.remove(choices.size() - 1);
        }
        if (choices.isEmpty()) {
            return false;
        }
        Choice old = choices.remove(choices.size() - 1);
        int before = choices.isEmpty() ? -1 : choices.get(choices.size() - 1).taken();
        boolean interrupts = old.interrupts || old.taken() == before;
        choices.add(new Choice(old.open.subList(1, old.open.size()), interrupts, old.interruptedBefore));
        at = 0;
        last = -1;
        return true;
    }
}
