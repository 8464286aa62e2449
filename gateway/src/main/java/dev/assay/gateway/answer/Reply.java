package dev.assay.gateway.answer;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** Where an answer goes: a client's connection, or the memory of an internal call. */
public sealed interface Reply permits ClientReply, MemoryReply {
  /** Status and headers; once, before anything else. */
  void head(int status, MultiMap headers);

  /** Whether {@link #head} was called. */
  boolean begun();

  Future<Void> write(Buffer bytes);

  /** Whether to stop writing until {@link #onDrain}. */
  boolean full();

  /** Called once, when there is room again. */
  void onDrain(Runnable drained);

  Future<Void> end();

  /** Ends what can't end well, so that its reader can tell. */
  void breakOff();

  /**
   * Called once when the reader goes away before the end, or the gateway stops and can't wait for
   * it; at once if that was before. Replaces what was set before.
   */
  void onGone(Runnable gone);

  /** Whether it is the gateway that goes: the reader is still there, and is told. */
  boolean cutShort();
}
