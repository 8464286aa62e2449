package dev.assay.gateway.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * A file as it was uploaded by {@code multipart/form-data}.
 *
 * @param purpose the form's {@code purpose}
 */
record Upload(String name, String purpose, Buffer content) {
  /** Receives the one file of a form. */
  static Future<Upload> receive(HttpServerRequest request) {
    Promise<Upload> received = Promise.promise();
    Buffer content = Buffer.buffer();
    String[] name = new String[1];
    request.setExpectMultipart(true);
    request.uploadHandler(upload -> {
      if (name[0] != null || !"file".equals(upload.name())) {
        received.tryFail(ApiError.invalid("file", "send exactly one file, as field 'file'"));
      }
      name[0] = upload.filename();
      upload.handler(part -> {
        if (content.length() + part.length() > FileShelf.MAX_BYTES) {
          received.tryFail(Bodies.tooLarge(FileShelf.MAX_BYTES));
        } else if (!received.future().isComplete()) {
          content.appendBuffer(part);
        }
      });
    });
    request.exceptionHandler(
        broken -> received.tryFail(ApiError.invalid("file", "the form could not be read")));
    request.endHandler(end -> {
      String purpose = request.getFormAttribute("purpose");
      if (name[0] == null) {
        received.tryFail(ApiError.invalid("file", "'file' is required"));
      } else if (purpose == null || !purpose.equals("fine-tune")) {
        received.tryFail(ApiError.invalid("purpose", "'purpose' must be fine-tune"));
      } else {
        received.tryComplete(new Upload(name[0], purpose, content));
      }
    });
    return received.future();
  }
}
