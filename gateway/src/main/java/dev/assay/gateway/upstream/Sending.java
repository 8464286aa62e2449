package dev.assay.gateway.upstream;

import dev.assay.gateway.form.Form;
import dev.assay.gateway.form.FormStream;
import dev.assay.gateway.provider.Unsendable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.util.OptionalLong;

/** A client's body on its way out. Whatever goes wrong with it, its request never ends well. */
final class Sending {
  /**
   * So much goes out in one piece with its head: who refuses a head without waiting for its body
   * may close the line under the rest, and its answer is lost.
   */
  private static final int SMALL_BYTES = 64 * 1024;

  private final String provider;
  private final HttpClientRequest request;
  private final Upload upload;
  private final Deadlines deadlines;
  private final Recall recall;
  private final Promise<UpstreamAnswer> head;

  /** To this provider; {@code head} is failed with why it can't go on. */
  Sending(
      String provider,
      HttpClientRequest request,
      Upload upload,
      Deadlines deadlines,
      Recall recall,
      Promise<UpstreamAnswer> head) {
    this.provider = provider;
    this.request = request;
    this.upload = upload;
    this.deadlines = deadlines;
    this.recall = recall;
    this.head = head;
  }

  Future<HttpClientResponse> send() {
    Uploading body = new Uploading(upload, request, deadlines, recall, head);
    if (upload.form().isEmpty()) {
      return send(body, upload.bytes());
    }
    Form form = upload.form().get();
    FormStream checked =
        new FormStream(
            body,
            form.boundary(),
            form.checks().apply(provider),
            upload.bytes(),
            refused -> takeBack(String.valueOf(refused.getMessage())),
            recall::wentOut);
    return checked.length().compose(length -> send(checked, length));
  }

  private Future<HttpClientResponse> send(ReadStream<Buffer> body, OptionalLong length) {
    if (length.isPresent() && length.getAsLong() <= SMALL_BYTES) {
      return gathered(body).compose(request::send);
    }
    length.ifPresentOrElse(
        bytes -> request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes)),
        () -> request.setChunked(true));
    return request.send(body);
  }

  private static Future<Buffer> gathered(ReadStream<Buffer> body) {
    Promise<Buffer> whole = Promise.promise();
    Buffer all = Buffer.buffer();
    body.exceptionHandler(whole::tryFail);
    body.endHandler(end -> whole.tryComplete(all));
    body.handler(all::appendBuffer);
    body.resume();
    return whole.future();
  }

  private void takeBack(String why) {
    deadlines.cancel();
    // First, for a reset fails the request with its own words.
    head.tryFail(UpstreamFailure.of(new Unsendable(why, "body")));
    Upstream.takeBack(request, recall);
  }
}
