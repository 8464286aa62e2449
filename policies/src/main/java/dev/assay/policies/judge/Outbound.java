package dev.assay.policies.judge;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A governed request, ready to be sent to one target. Nothing else may be sent. */
public final class Outbound {
  private final Target target;
  private final byte[] body;
  private final boolean stream;

  private Outbound(Target target, byte[] body, boolean stream) {
    this.target = target;
    this.body = body;
    this.stream = stream;
  }

  /** The client's bytes with the target's model name and the learned text put in. */
  static Outbound of(ChatBody chat, Injection injection, Target target) {
    byte[] model = jsonString(target.model());
    byte[] learned =
        injection.text().isEmpty() ? new byte[0] : message(injection.text(), chat.injectsLast());
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(chat.raw().length + learned.length + model.length);
    int injectAt = chat.injectionPoint();
    if (chat.modelFrom() < injectAt) {
      out.write(chat.raw(), 0, chat.modelFrom());
      out.writeBytes(model);
      out.write(chat.raw(), chat.modelTo(), injectAt - chat.modelTo());
      out.writeBytes(learned);
      out.write(chat.raw(), injectAt, chat.raw().length - injectAt);
    } else {
      out.write(chat.raw(), 0, injectAt);
      out.writeBytes(learned);
      out.write(chat.raw(), injectAt, chat.modelFrom() - injectAt);
      out.writeBytes(model);
      out.write(chat.raw(), chat.modelTo(), chat.raw().length - chat.modelTo());
    }
    return new Outbound(target, out.toByteArray(), chat.stream());
  }

  public Target target() {
    return target;
  }

  /** UTF-8 JSON; the caller must not change it. */
  public byte[] body() {
    return body;
  }

  /** Whether the client asked for server-sent events. */
  public boolean stream() {
    return stream;
  }

  private static byte[] message(String text, boolean last) {
    String json =
        "{\"role\":\"system\",\"content\":\""
            + new String(JsonStringEncoder.getInstance().quoteAsString(text))
            + "\"}";
    return (last ? "," + json : json + ",").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] jsonString(String text) {
    return ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }
}
