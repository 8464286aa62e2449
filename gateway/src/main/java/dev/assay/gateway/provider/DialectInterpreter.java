package dev.assay.gateway.provider;

import dev.assay.gateway.dialect.StreamTranslation;
import dev.assay.gateway.dialect.Translated;
import dev.assay.gateway.dialect.Translation;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Outbound;
import dev.assay.policies.judge.ParsedBody;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Serves clients of one API by providers of another, as far as both can say the same. */
public final class DialectInterpreter implements Interpreter {
  /** By how much of what clients say they can carry. */
  private static final List<Endpoint> PREFERRED =
      List.of(Endpoint.CHAT_COMPLETIONS, Endpoint.MESSAGES, Endpoint.RESPONSES);

  @Override
  public Optional<Endpoint> choose(Endpoint asked, Predicate<Endpoint> spoken) {
    return PREFERRED.stream()
        .filter(spoken)
        .filter(it -> Translation.between(asked, it).isPresent())
        .findFirst();
  }

  @Override
  public Interpretation interpret(Outbound outbound, Endpoint spoken) {
    if (!(outbound.asked() instanceof ParsedBody call)) {
      throw new Unsendable("What passes through unread has no translation.", null);
    }
    Translation translation =
        Translation.between(call.endpoint(), spoken)
            .orElseThrow(() -> new Unsendable("There is no translation.", null));
    try {
      // Anthropic demands a limit: the one it gets by itself is not to be raised.
      long most = spoken == Endpoint.MESSAGES ? Translation.DEFAULT_MAX_TOKENS : Long.MAX_VALUE;
      byte[] body = outbound.limitedBody(call.endpoint().answerLimit(), most);
      return new Dialogue(translation, translation.request(body));
    } catch (Untranslatable no) {
      throw new Unsendable(no.getMessage(), no.field(), no.malformed());
    }
  }

  /** One request and what answers it. */
  private static final class Dialogue implements Interpretation {
    private final Translation translation;
    private final Translated translated;
    private final StreamTranslation stream;

    Dialogue(Translation translation, Translated translated) {
      this.translation = translation;
      this.translated = translated;
      this.stream = translated.stream();
    }

    @Override
    public byte[] body() {
      return translated.body();
    }

    @Override
    public List<String> unsaid() {
      return translated.unsaid();
    }

    @Override
    public byte[] answer(byte[] body) throws Unreadable {
      return translated.answer(body);
    }

    @Override
    public byte[] error(int status, byte[] body) {
      return translation.error(status, body);
    }

    @Override
    public Buffer events(Buffer whole) {
      return stream.events(whole);
    }
  }
}
