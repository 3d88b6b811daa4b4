package io.drumbeat.campaigns.suppression;

import java.util.List;

/**
 * What came of taking phones off the list.
 *
 * @param removed how many of them were there
 * @param undo what {@link SuppressionStore#putBack} takes, one for each entry; empty where there were more than {@link #UNDONE}
 */
public record Removal(int removed, List<String> undo) {

    /** The most entries that can be put back as they were. */
    public static final int UNDONE = 500;

    public Removal {
        undo = List.copyOf(undo);
    }

    /** Leaves out what may be undone, which has phones: this may reach a log. */
    @Override
    public String toString() {
        return "Removal[" + removed + "]";
    }

    /**
     * What came of putting entries back, each counted by its place in what was asked for, from 0.
     *
     * @param added how many are on the list again
     * @param existing how many had been put there anew meanwhile
     * @param changedTheirMind those who had opted out themselves, and have asked for messages since: they stay off
     * @param unknown those that no removal has answered with; where there are any, nothing is put back
     */
    public record Undone(int added, int existing, List<Integer> changedTheirMind, List<Integer> unknown) {
        public Undone {
            changedTheirMind = List.copyOf(changedTheirMind);
            unknown = List.copyOf(unknown);
        }
    }
}
