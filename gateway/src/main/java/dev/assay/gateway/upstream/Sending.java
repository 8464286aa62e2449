package dev.assay.gateway.upstream;

import dev.assay.gateway.form.Form;
import dev.assay.gateway.form.FormStream;
import dev.assay.gateway.provider.Unsendable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A client's body on its way out. Whatever goes wrong with it, its request never ends well. */
final class Sending {
  private final String provider;
  private final HttpClientRequest request;
  private final Upload upload;
  private final Runnable came;
  private final Consumer<UpstreamFailure> failed;
  private long seen;

  /**
   * To this provider.
   *
   * @param came told of each piece
   * @param failed told why it can't go on, before its request is taken back
   */
  Sending(
      String provider,
      HttpClientRequest request,
      Upload upload,
      Runnable came,
      Consumer<UpstreamFailure> failed) {
    this.provider = provider;
    this.request = request;
    this.upload = upload;
    this.came = came;
    this.failed = failed;
  }

  Future<HttpClientResponse> send() {
    Watched body = new Watched(upload.body(), this::count, gone -> takeBack(recalled()));
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
            refused -> takeBack(unsendable(String.valueOf(refused.getMessage()))));
    return checked.length().compose(length -> send(checked, length));
  }

  private Future<HttpClientResponse> send(ReadStream<Buffer> body, OptionalLong length) {
    length.ifPresentOrElse(
        bytes -> request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes)),
        () -> request.setChunked(true));
    return request.send(body);
  }

  private void count(Buffer piece) {
    // As long as a body comes, nobody is silent.
    came.run();
    seen += piece.length();
    if (seen > upload.maxBytes()) {
      takeBack(unsendable("The body is larger than " + upload.maxBytes() + " bytes."));
    }
  }

  private static UpstreamFailure recalled() {
    return new UpstreamFailure(UpstreamFailure.Kind.RECALLED, "the client went");
  }

  private static UpstreamFailure unsendable(String why) {
    return UpstreamFailure.of(new Unsendable(why, "body"));
  }

  private void takeBack(UpstreamFailure why) {
    // First, for a reset fails the request with its own words.
    failed.accept(why);
    request.reset();
  }
}
