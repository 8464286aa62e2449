package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.client.Complaint;
import dev.assay.gateway.client.ControlClient;
import dev.assay.learners.credentials.AdminToken;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the running server is and as whom to speak to it: the same options on every command. */
final class ServerOptions {
  /** What a server writes under its data folder while it runs. */
  static final String ADDRESSES = "addresses.json";

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      defaultValue = "data",
      description = "The server's data folder, where its addresses and token are kept.")
  Path dataDir = Path.of("data");

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  boolean json;

  /** A client with the admin's credential, or the person's where one is set. */
  ControlClient client() {
    Map<String, String> env = System.getenv();
    return new ControlClient(url(env), credential(env));
  }

  /**
   * A client with a person's credential alone.
   *
   * @param deed what needs one, as the start of a sentence
   */
  ControlClient personsClient(String deed) {
    Map<String, String> env = System.getenv();
    String key = env.getOrDefault("ASSAY_PERSON_KEY", "").strip();
    if (key.isEmpty()) {
      throw new Complaint(
          deed
              + " is for people, and the admin token is none: set ASSAY_PERSON_KEY to the"
              + " sk-person-… that 'assay person create NAME --roles reviewer' printed once.",
          "person_required");
    }
    return new ControlClient(url(env), key);
  }

  private URI url(Map<String, String> env) {
    String given = env.get("ASSAY_CONTROL_URL");
    if (given != null && !given.isBlank()) {
      return address(given);
    }
    return URI.create("http://" + addresses().path("control").asText());
  }

  private static URI address(String given) {
    try {
      URI address = new URI(given.strip());
      if (address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException notAnAddress) {
      // Answered below, like an address without a host.
    }
    throw new Complaint(
        "ASSAY_CONTROL_URL is no address such as http://127.0.0.1:4101.", "invalid_address");
  }

  private JsonNode addresses() {
    Path file = dataDir.resolve(ADDRESSES);
    try {
      return new ObjectMapper().readTree(Files.readString(file));
    } catch (IOException none) {
      throw new Complaint(
          "No running server is known: "
              + file
              + " can't be read. Start 'assay serve', name its --data-dir, or set"
              + " ASSAY_CONTROL_URL.",
          "unknown_server");
    }
  }

  private String credential(Map<String, String> env) {
    return Optional.ofNullable(env.get("ASSAY_PERSON_KEY"))
        .or(() -> Optional.ofNullable(env.get("ASSAY_ADMIN_TOKEN")))
        .filter(value -> !value.isBlank())
        .orElseGet(this::storedToken);
  }

  private String storedToken() {
    Path file = dataDir.resolve(AdminToken.FILE);
    try {
      return Files.readString(file).strip();
    } catch (IOException none) {
      throw new Complaint(
          "No credential: set ASSAY_ADMIN_TOKEN or ASSAY_PERSON_KEY, or name the --data-dir that"
              + " holds the admin token.",
          "no_credential");
    }
  }
}
