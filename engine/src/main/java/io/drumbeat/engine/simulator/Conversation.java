package io.drumbeat.engine.simulator;

import io.drumbeat.engine.simulator.Simulator.Send;
import io.drumbeat.engine.simulator.protocol.Answer;
import io.drumbeat.engine.simulator.protocol.ReceivedMessage;
import io.drumbeat.engine.simulator.protocol.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.IOCallback;

/** What is said over one connection. */
final class Conversation implements HttpServerRequestHandler {

    private static final long TRICKLE_NANOS = 20_000_000;

    private final Socket socket;
    private final Reactions reactions;
    private final Reports reports;
    private final Ledger ledger;
    private final Courier courier;
    private final Duration latency;

    Conversation(
            Socket socket, Reactions reactions, Reports reports, Ledger ledger, Courier courier, Duration latency) {
        this.socket = socket;
        this.reactions = reactions;
        this.reports = reports;
        this.ledger = ledger;
        this.courier = courier;
        this.latency = latency;
    }

    @Override
    public void handle(ClassicHttpRequest message, ResponseTrigger trigger, HttpContext context)
            throws HttpException, IOException {
        long arrived = System.nanoTime();
        Request request = Request.read(message);
        if (request.path().get(0).equals("simulator")) {
            answer(reports.answer(request), trigger);
            return;
        }
        Reaction reaction = reactions.to(request);
        rest(latency.plus(reaction.typing()).toNanos());
        record(reaction, arrived);
        if (reaction.message() != null) {
            courier.report(reaction.message(), reaction.behaviour().course());
        }
        act(reaction, trigger);
    }

    private void record(Reaction reaction, long arrived) {
        String label = reaction.answer().label();
        ReceivedMessage message = reaction.message();
        Behaviour.Act act = reaction.behaviour().act();
        if (message == null) {
            ledger.answered(reaction.account(), label);
            return;
        }
        boolean silent = act == Behaviour.Act.HANG || act == Behaviour.Act.RESET;
        String said = act == Behaviour.Act.ANSWER ? label : act.name().toLowerCase(Locale.ROOT);
        ledger.sent(new Send(
                reaction.account(),
                message.phone(),
                reaction.behaviour().received(),
                arrived,
                silent ? -1 : System.nanoTime(),
                said));
    }

    private void act(Reaction reaction, ResponseTrigger trigger) throws HttpException, IOException {
        byte[] body = reaction.answer().body().getBytes(StandardCharsets.UTF_8);
        switch (reaction.behaviour().act()) {
            case ANSWER -> answer(reaction.answer(), trigger);
            case ANSWER_THEN_CLOSE -> {
                answer(reaction.answer(), trigger);
                socket.close();
            }
            case ANSWER_TWICE -> twice(reaction.answer());
            case ANSWER_HALF -> {
                answer(reaction.answer(), body.length, out -> out.write(body, 0, body.length / 2), trigger);
                socket.close();
            }
            case TRICKLE -> answer(reaction.answer(), body.length, out -> trickle(body, out), trigger);
            case HANG -> awaitGoodbye();
            case RESET -> reset();
        }
    }

    private static void answer(Answer answer, ResponseTrigger trigger) throws HttpException, IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        answer(answer, body.length, out -> out.write(body), trigger);
    }

    private static void answer(Answer answer, long length, IOCallback<OutputStream> body, ResponseTrigger trigger)
            throws HttpException, IOException {
        ClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setEntity(new EntityTemplate(length, ContentType.parse(answer.contentType()), null, body));
        trigger.submitResponse(response);
    }

    /** In one piece, so that whoever has read the first answer has the second one, too. Nothing more is answered. */
    private void twice(Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 %d Simulated\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(answer.status(), answer.contentType(), body.length);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        for (int time = 0; time < 2; time++) {
            both.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            both.writeBytes(body);
        }
        socket.getOutputStream().write(both.toByteArray());
        awaitGoodbye();
    }

    private static void trickle(byte[] body, OutputStream out) throws IOException {
        for (byte one : body) {
            rest(TRICKLE_NANOS);
            out.write(one);
            out.flush();
        }
    }

    /** At least {@code nanos}, unless the simulator is closed: parking may end early for no reason. */
    private static void rest(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void awaitGoodbye() throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // nothing more is expected; what comes is not answered
        }
        socket.close();
    }

    private void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
