package dev.assay.gateway.upstream;

import dev.assay.gateway.form.Form;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A body on its way from a client, read as fast as the provider takes it. It can be read once.
 *
 * @param bytes its length where the client said
 * @param maxBytes what is longer is cut off, and its request with it
 * @param stallMillis how long its client may send nothing that it could send
 * @param form how it is looked through; empty for what is no form
 */
public record Upload(
    ReadStream<Buffer> body,
    OptionalLong bytes,
    long maxBytes,
    long stallMillis,
    Optional<Form> form) {
  /** The same, looked through on its way. */
  public Upload lookedThrough(Form by) {
    return new Upload(body, bytes, maxBytes, stallMillis, Optional.of(by));
  }
}
