package io.drumbeat.engine.gateway;

/** The HTTP client that every gateway shares. */
public final class VendorHttp implements AutoCloseable {

    @Override
    public void close() {}
}
