package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.judge.ParsedBody.Span;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code stream_options.include_usage} has to be put into a body, so that a stream tells its
 * usage although the client did not ask.
 */
final class UsageAsking {
  private @Nullable Seam place;
  private boolean asked;

  void read(StrictJson json) throws IOException, Malformed {
    if (json.at(JsonToken.VALUE_NULL)) {
      Span none = json.skipped();
      place = new Seam(none.from(), none.to(), "{\"include_usage\":true}", "");
      return;
    }
    json.requireObject("stream_options");
    int inside = json.from() + 1;
    boolean empty = true;
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      empty = false;
      if (name.get().equals("include_usage")) {
        asked = json.flag("stream_options.include_usage");
        Span value = json.skipped();
        place = new Seam(value.from(), value.to(), "true", "");
      } else {
        json.skip();
      }
      name = json.nextField();
    }
    if (place == null) {
      place = new Seam(inside, inside, "\"include_usage\":true" + (empty ? "" : ","), "");
    }
  }

  /**
   * The place, unless the client asked.
   *
   * @param inside the byte after the body's opening brace
   */
  Optional<Seam> place(int inside) {
    if (asked) {
      return Optional.empty();
    }
    Seam found = place;
    return Optional.of(
        found != null
            ? found
            : new Seam(inside, inside, "\"stream_options\":{\"include_usage\":true},", ""));
  }
}
