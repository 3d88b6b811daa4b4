package io.drumbeat.campaigns;

import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Interfaces of which a test needs one method, which is all that they have. */
public final class OneCall {

    private OneCall() {}

    /** A {@code type} that answers {@code call}, given its arguments, and is equal to itself. */
    public static <T> T of(Class<T> type, String call, Function<Object[], @Nullable Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> 1;
                    case "toString" -> call;
                    default -> {
                        if (!method.getName().equals(call)) {
                            throw new UnsupportedOperationException(method.getName());
                        }
                        yield answer.apply(arguments);
                    }
                }));
    }
}
