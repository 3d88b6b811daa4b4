package io.drumbeat.engine;

import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A vendor in memory: remembers whom it was asked to send to, and answers as it was told. */
public final class RecordingGateway implements Gateway {
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile Function<Message, Outcome> answer = message -> new Outcome.Accepted("id-" + message.phone());
    private volatile boolean reachable = true;
    private volatile MediaWay way = MediaWay.LINK;

    public void answers(Function<Message, Outcome> newAnswer) {
        answer = newAnswer;
    }

    public void isReachable(boolean yes) {
        reachable = yes;
    }

    public List<String> phones() {
        return messages.stream().map(Message::phone).toList();
    }

    public List<Message> messages() {
        return List.copyOf(messages);
    }

    public void takesMedia(MediaWay newWay) {
        way = newWay;
    }

    @Override
    public MediaWay mediaWay() {
        return way;
    }

    @Override
    public Upload upload(MediaFile file) {
        throw new IllegalStateException("it takes links only");
    }

    @Override
    public Connection open() throws NotReached {
        if (!reachable) {
            throw new NotReached("connection refused", null);
        }
        return new Connection() {
            @Override
            public Outcome send(Message message) {
                messages.add(message);
                return answer.apply(message);
            }

            @Override
            public void close() {}
        };
    }
}
