package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Recorder;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.AdminToken;
import io.drumbeat.api.security.Role;
import io.drumbeat.api.security.TokenNames;
import io.drumbeat.api.security.TokenStore;
import io.drumbeat.campaigns.json.JsonFields;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** API tokens, as the command {@code token} has them. */
final class TokenRoutes implements Routes {

    private static final String NAME = "name";
    private static final String ROLE = "role";

    private final TokenStore tokens;

    TokenRoutes(HttpPorts ports) {
        this.tokens = ports.signIns().tokens();
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(Role.ADMIN, "/tokens", this::list),
                Route.post(Role.ADMIN, "/tokens", this::create),
                Route.post(Role.ADMIN, "/tokens/{name}/rotate", this::rotate),
                Route.delete(Role.ADMIN, "/tokens/{name}", this::revoke));
    }

    private void list(Context ctx) {
        ObjectNode json = Json.object();
        var items = json.putArray("items");
        tokens.list()
                .forEach(token -> items.add(json(token.name(), token.role())
                        .put("createdAt", Json.time(token.createdAt()))
                        .put("revokedAt", Json.time(token.revokedAt()))));
        Json.answer(ctx, json);
    }

    /** The one answer that has the token itself. */
    private void create(Context ctx) throws IOException {
        JsonFields body = Json.fields(ctx);
        body.require(NAME, ROLE);
        String name = body.parse(NAME, TokenRoutes::name);
        Role role = body.parse(ROLE, TokenRoutes::role);
        Json.check(body);
        String token = tokens.create(Objects.requireNonNull(name), Objects.requireNonNull(role))
                .orElseThrow(() -> Problem.of(
                        HttpStatus.CONFLICT,
                        "There is or was a token called " + name
                                + " already, and names are not used again: choose another."));
        Recorder.subject(ctx, name);
        ctx.status(HttpStatus.CREATED);
        Json.answer(ctx, json(name, role).put("token", token));
    }

    /** As {@link #create}, the one answer that has it. */
    private void rotate(Context ctx) throws IOException {
        String name = ctx.pathParam(NAME);
        Json.check(Json.fields(ctx));
        if (name.equals(AdminToken.NAME)) {
            throw Problem.of(HttpStatus.CONFLICT, "The token admin " + TokenNames.ADMIN_ROTATES_OTHERWISE + ".");
        }
        String token = tokens.rotate(name).orElseThrow(() -> Problem.unknown("token, or it was revoked"));
        TokenStore.Entry entry = tokens.list().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        Json.answer(ctx, json(name, entry.role()).put("token", token));
    }

    private static String name(String text) {
        TokenNames.fault(text).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return text;
    }

    private static Role role(String text) {
        return Role.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("must be viewer, marketer, operator or admin"));
    }

    private void revoke(Context ctx) {
        String name = ctx.pathParam(NAME);
        if (!tokens.revoke(name)) {
            throw Problem.unknown("token");
        }
        ctx.status(HttpStatus.NO_CONTENT);
    }

    private static ObjectNode json(String name, Role role) {
        return Json.object().put(NAME, name).put(ROLE, role.text());
    }
}
