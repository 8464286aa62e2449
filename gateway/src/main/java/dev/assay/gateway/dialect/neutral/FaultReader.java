package dev.assay.gateway.dialect.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assay.gateway.dialect.json.Json;
import java.util.Optional;

/**
 * Reads a provider's error. All APIs put it under {@code error}, servers that imitate them also
 * elsewhere, so one reader serves all.
 */
public final class FaultReader {
  private static final int MAX_MESSAGE_CHARS = 4096;

  private FaultReader() {}

  /** Reads an error answer's body. */
  public static Fault body(int status, byte[] body) {
    return node(status, Json.parse(body).orElse(MissingNode.getInstance()));
  }

  /** Reads an error that was already parsed. */
  public static Fault node(int status, JsonNode body) {
    JsonNode error = body.path("error").isContainerNode() ? body.path("error") : body;
    Optional<String> message =
        Json.string(error.path("message"))
            .or(() -> Json.string(error.path("error")))
            .or(() -> Json.string(error.path("detail")));
    return new Fault(
        status,
        message
            .filter(said -> !said.isBlank())
            .map(FaultReader::bounded)
            .orElse(
                "The provider refused with status "
                    + status
                    + " and gave no reason that can be read."),
        Json.string(error.path("type")).filter(type -> !type.equals("error")),
        Json.string(error.path("param")),
        Json.string(error.path("code")).or(() -> number(error.path("code"))));
  }

  private static Optional<String> number(JsonNode code) {
    return code.isIntegralNumber() ? Optional.of(code.asText()) : Optional.empty();
  }

  private static String bounded(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS) + "...";
  }
}
