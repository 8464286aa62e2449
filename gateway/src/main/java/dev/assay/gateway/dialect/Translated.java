package dev.assay.gateway.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Answer;
import dev.assay.gateway.dialect.neutral.Asked;
import dev.assay.gateway.dialect.neutral.Dialect;
import java.util.List;

/** A translated request, and how what answers it is translated back. */
public final class Translated {
  private final Dialect client;
  private final Dialect provider;
  private final byte[] body;
  private final List<String> unsaid;
  private final Asked asked;

  Translated(Dialect client, Dialect provider, byte[] body, List<String> unsaid, Asked asked) {
    this.client = client;
    this.provider = provider;
    this.body = body;
    this.unsaid = unsaid;
    this.asked = asked;
  }

  /** JSON for the provider; the caller must not change it. */
  public byte[] body() {
    return body;
  }

  /**
   * Advice that the provider's API has no place for, in the client's words: it changes cost or
   * book-keeping, never an answer. To be shown to the client, so that nothing is dropped in
   * silence.
   */
  public List<String> unsaid() {
    return unsaid;
  }

  /**
   * Translates a whole answer.
   *
   * @param answer what the provider sent with a 2xx status
   * @throws Unreadable when it is not what its API promises, or nothing the client's can say
   */
  public byte[] answer(byte[] answer) throws Unreadable {
    ObjectNode read =
        Json.object(answer).orElseThrow(() -> new Unreadable("the answer is no JSON object"));
    Answer said = provider.readAnswer(read);
    return Json.bytes(client.writeAnswer(said, asked));
  }

  /** Translates a streamed answer; each stream needs its own. */
  public StreamTranslation stream() {
    return new StreamTranslation(provider.streamReader(), client.streamWriter(asked));
  }
}
