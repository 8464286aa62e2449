package dev.assay.gateway.upstream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.OptionalLong;

/**
 * A body on its way from a client, read as fast as the provider takes it. It can be read once.
 *
 * @param bytes its length where the client said
 * @param maxBytes what is longer is cut off, and its request with it
 * @param stallMillis how long its client may send nothing that it could send
 */
public record Upload(
    ReadStream<Buffer> body, OptionalLong bytes, long maxBytes, long stallMillis) {}
