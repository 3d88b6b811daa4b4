package io.drumbeat.engine.reconcile;

import io.drumbeat.campaigns.campaign.LaneWait;
import io.drumbeat.campaigns.campaign.ShownStates;
import java.util.List;

/**
 * Has the Temporal UI show campaigns as they stand, a few seconds after something changed (docs/protocol.md#trouble-in-sight).
 */
public final class StateNews {

    /** How far apart looks are: in between, so many seconds' worth of workflow tasks may be asked for. */
    private static final int SECONDS = 4;

    private static final int MOST = 1_000;

    private final ShownStates shown;
    private final Reconciler reconciler;
    private final int most;

    /** @param perSecond how many campaigns all processes together have shown */
    public StateNews(ShownStates shown, Reconciler reconciler, double perSecond) {
        this.shown = shown;
        this.reconciler = reconciler;
        this.most = (int) Math.max(1, Math.min(SECONDS * perSecond, MOST));
    }

    /** To be called every four seconds with how all lanes stand. */
    public void tell(List<LaneWait> lanes) {
        reconciler.show(shown.behind(lanes, most), shown::missed);
    }
}
