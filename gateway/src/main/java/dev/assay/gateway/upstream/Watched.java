package dev.assay.gateway.upstream;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream whose every piece, and whose breaking off, is told of before it goes on. */
final class Watched implements ReadStream<Buffer> {
  private final ReadStream<Buffer> stream;
  private final Consumer<Buffer> came;
  private final Consumer<Throwable> broke;
  private boolean wanted = true;

  Watched(ReadStream<Buffer> stream, Consumer<Buffer> came, Consumer<Throwable> broke) {
    this.stream = stream;
    this.came = came;
    this.broke = broke;
  }

  @Override
  public Watched handler(@Nullable Handler<Buffer> handler) {
    stream.handler(
        handler == null
            ? null
            : piece -> {
              if (wanted) {
                pass(piece, handler);
              }
            });
    return this;
  }

  /** A provider may answer, and its request be over, before all of a body came. */
  private void pass(Buffer piece, Handler<Buffer> handler) {
    came.accept(piece);
    try {
      handler.handle(piece);
    } catch (IllegalStateException complete) {
      wanted = false;
    }
  }

  @Override
  public Watched exceptionHandler(@Nullable Handler<Throwable> handler) {
    stream.exceptionHandler(
        handler == null
            ? null
            : cause -> {
              broke.accept(cause);
              handler.handle(cause);
            });
    return this;
  }

  @Override
  public Watched pause() {
    stream.pause();
    return this;
  }

  @Override
  public Watched resume() {
    stream.resume();
    return this;
  }

  @Override
  public Watched fetch(long amount) {
    stream.fetch(amount);
    return this;
  }

  @Override
  public Watched endHandler(@Nullable Handler<Void> handler) {
    stream.endHandler(handler);
    return this;
  }
}
