package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.RecoveryStore;
import io.drumbeat.engine.workflow.CampaignActivities;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What campaigns' workflows read and write. */
public final class CampaignSteps implements CampaignActivities {
    private final Failures failures = new Failures(Ticker.system());
    private final RecoveryStore dispatches;
    private final CampaignControl control;
    private final CampaignStates states;
    private final BooleanSupplier searchable;

    /** {@code searchable}: whether the cluster has our search attributes. */
    public CampaignSteps(
            RecoveryStore dispatches, CampaignControl control, CampaignStates states, BooleanSupplier searchable) {
        this.dispatches = dispatches;
        this.control = control;
        this.states = states;
        this.searchable = searchable;
    }

    @Override
    public List<String> prepare(String campaign) {
        return guarded(() -> dispatches.lanes(id(campaign)).stream()
                .map(lane -> lane.sender().value())
                .toList());
    }

    @Override
    public @Nullable Look look(String campaign) {
        return this.<@Nullable Look>guarded(() -> states.of(id(campaign))
                .map(state -> new Look(state, searchable.getAsBoolean()))
                .orElse(null));
    }

    @Override
    public String write(String campaign, Command command, String actor, @Nullable String reason, String key) {
        return guarded(() -> text(control.apply(id(campaign), command, actor, reason, key)));
    }

    /** Rounded up: whoever comes then is not too early. */
    @Override
    public long startWhenDueMillis(String campaign) {
        return guarded(
                () -> control.startWhenDue(id(campaign)).plusNanos(999_999).toMillis());
    }

    @Override
    public boolean complete(String campaign) {
        return guarded(() -> control.complete(id(campaign)));
    }

    @Override
    public void fail(String campaign, String reason) {
        guarded(() -> {
            control.fail(id(campaign), reason);
            return true;
        });
    }

    private static String text(CampaignControl.Result result) {
        if (result instanceof CampaignControl.Applied applied) {
            return applied.changed()
                    ? applied.status().text()
                    : "was " + applied.status().text() + " already";
        }
        if (result instanceof CampaignControl.Refused refused) {
            return "refused: it is " + refused.status().text();
        }
        return "there is no such campaign";
    }

    private static CampaignId id(String campaign) {
        return new CampaignId(UUID.fromString(campaign));
    }

    private <T extends @Nullable Object> T guarded(Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException fault) {
            throw failures.of(fault);
        }
    }
}
