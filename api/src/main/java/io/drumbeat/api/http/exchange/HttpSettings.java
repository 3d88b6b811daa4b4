package io.drumbeat.api.http.exchange;

import java.net.URI;
import java.nio.file.Path;

/**
 * How the server listens.
 *
 * @param port 0: any that is free
 * @param publicUrl where browsers and vendors reach it
 * @param maxUploadBytes the largest request, in bytes
 * @param spool a folder for files while they arrive; made where it is missing
 */
public record HttpSettings(String host, int port, URI publicUrl, long maxUploadBytes, Path spool) {}
