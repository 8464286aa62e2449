package dev.assay.gateway.upstream;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A client's body on its way to a provider, which knows whom it waits for: the client, as long as
 * the provider takes what there is; else the provider. Used from one event loop.
 */
final class Uploading implements ReadStream<Buffer> {
  private final Upload upload;
  private final HttpClientRequest request;
  private final Deadlines deadlines;
  private final Recall recall;
  private final Promise<UpstreamAnswer> head;
  private long seenBytes;
  private boolean wanted = true;

  Uploading(
      Upload upload,
      HttpClientRequest request,
      Deadlines deadlines,
      Recall recall,
      Promise<UpstreamAnswer> head) {
    this.upload = upload;
    this.request = request;
    this.deadlines = deadlines;
    this.recall = recall;
    this.head = head;
    deadlines.clientSends(upload.stallMillis());
  }

  private void came(Buffer piece) {
    seenBytes += piece.length();
    if (seenBytes > upload.maxBytes()) {
      head.tryFail(
          new UpstreamFailure(
              UpstreamFailure.Kind.TOO_LARGE,
              "The body is larger than the " + upload.maxBytes() + " bytes allowed here."));
      Upstream.takeBack(request, recall);
    } else {
      deadlines.clientSends(upload.stallMillis());
    }
  }

  @Override
  public Uploading handler(@Nullable Handler<Buffer> handler) {
    upload
        .body()
        .handler(
            handler == null
                ? null
                : piece -> {
                  if (wanted) {
                    came(piece);
                    pass(piece, handler);
                  }
                });
    return this;
  }

  /** A provider may answer, and its request be over, before all of a body came. */
  private void pass(Buffer piece, Handler<Buffer> handler) {
    try {
      // The provider may take no more after it, and then the wait is for the provider.
      handler.handle(piece);
    } catch (IllegalStateException complete) {
      wanted = false;
    }
  }

  @Override
  public Uploading exceptionHandler(@Nullable Handler<Throwable> handler) {
    upload
        .body()
        .exceptionHandler(
            handler == null
                ? null
                : broken -> {
                  // The pipe hears nothing of it: it would look as if the provider had broken off.
                  deadlines.cancel();
                  head.tryFail(
                      new UpstreamFailure(UpstreamFailure.Kind.RECALLED, "the client went"));
                  Upstream.takeBack(request, recall);
                });
    return this;
  }

  @Override
  public Uploading pause() {
    deadlines.providerTakes();
    upload.body().pause();
    return this;
  }

  @Override
  public Uploading resume() {
    deadlines.clientSends(upload.stallMillis());
    upload.body().resume();
    return this;
  }

  @Override
  public Uploading fetch(long amount) {
    deadlines.clientSends(upload.stallMillis());
    upload.body().fetch(amount);
    return this;
  }

  @Override
  public Uploading endHandler(@Nullable Handler<Void> handler) {
    upload
        .body()
        .endHandler(
            handler == null
                ? null
                : end -> {
                  if (upload.form().isEmpty()) {
                    recall.wentOut(); // a form only once its end was agreed on
                  }
                  deadlines.providerAnswers();
                  handler.handle(null);
                });
    return this;
  }
}
