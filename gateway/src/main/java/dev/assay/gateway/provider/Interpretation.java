package dev.assay.gateway.provider;

import dev.assay.gateway.dialect.json.Unreadable;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** A request in the words of another endpoint than its client's, and the way back. */
public interface Interpretation {
  /** UTF-8 JSON for the provider; nobody changes it. */
  byte[] body();

  /** Fields that the provider's API has no place for, and that change no answer. */
  List<String> unsaid();

  /**
   * A whole answer in the client's words.
   *
   * @throws Unreadable when it is not what the provider's API promises
   */
  byte[] answer(byte[] body) throws Unreadable;

  /** A provider's refusal in the client's words. */
  byte[] error(int status, byte[] body);

  /** Whole events in the client's words, one after the other; of one stream only. */
  Buffer events(Buffer whole);
}
