package dev.assay.gateway.answer;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** An answer kept for an internal call. Its size is bounded by the limit on upstream answers. */
public final class MemoryReply implements Reply {
  private static final int BROKEN = 502;

  private final Buffer body = Buffer.buffer();
  private int status;

  @Override
  public void head(int status, MultiMap headers) {
    this.status = status;
  }

  @Override
  public boolean begun() {
    return status != 0;
  }

  @Override
  public Future<Void> write(Buffer bytes) {
    body.appendBuffer(bytes);
    return Future.succeededFuture();
  }

  @Override
  public boolean full() {
    return false;
  }

  @Override
  public void onDrain(Runnable drained) {}

  @Override
  public void breakOff() {
    status = BROKEN;
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }

  @Override
  public void onGone(Runnable gone) {}

  @Override
  public boolean cutShort() {
    return false;
  }

  /** What was written so far. */
  public Buffer body() {
    return body;
  }

  /** HTTP status; 0 before the answer began. */
  public int status() {
    return status;
  }
}
