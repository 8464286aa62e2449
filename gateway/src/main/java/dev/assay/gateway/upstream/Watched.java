package dev.assay.gateway.upstream;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream whose every piece is told of before it goes on. */
final class Watched implements ReadStream<Buffer> {
  private final ReadStream<Buffer> stream;
  private final Consumer<Buffer> came;

  Watched(ReadStream<Buffer> stream, Consumer<Buffer> came) {
    this.stream = stream;
    this.came = came;
  }

  @Override
  public Watched handler(@Nullable Handler<Buffer> handler) {
    stream.handler(
        handler == null
            ? null
            : piece -> {
              came.accept(piece);
              handler.handle(piece);
            });
    return this;
  }

  @Override
  public Watched exceptionHandler(@Nullable Handler<Throwable> handler) {
    stream.exceptionHandler(handler);
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
