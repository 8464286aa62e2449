package dev.assay.learners.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was kept before attempts were is still there after. */
final class AttemptsMigrationTest {
  private Connection database;

  @BeforeEach
  void asItWas() throws Exception {
    database = DriverManager.getConnection("jdbc:sqlite::memory:");
    apply("V2026112303__journal.sql");
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  @Test
  void eachTargetBecomesAnAttemptOfWhichNoMoreIsKnown() throws Exception {
    insert(
        "[{\"kind\":\"configured\",\"provider\":\"a\",\"model\":\"m\",\"region\":\"eu\"},"
            + "{\"kind\":\"configured\",\"provider\":\"b\",\"model\":\"m\",\"region\":\"eu\"}]");
    apply("V2026112403__attempts.sql");

    JsonNode attempts = attempts();
    assertThat(attempts)
        .extracting(it -> it.at("/target/provider").asText())
        .containsExactly("a", "b");
    assertThat(attempts).allSatisfy(it -> assertThat(it.path("why").asText()).isEqualTo("unknown"));
  }

  @Test
  void anExchangeThatTriedNoneStillHasNone() throws Exception {
    insert("[]");
    apply("V2026112403__attempts.sql");

    assertThat(attempts()).isEmpty();
  }

  private void insert(String tried) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "INSERT INTO exchange VALUES ('acme', 'x', 'web', 'k', 'e', 'p', 1, 'chat.completions',"
              + " 'a', 'serve', 'r', '{}', '{}', 0, 'sha256:0', '[]', 'none', '"
              + tried
              + "', NULL, 0, 0, 0, 0, 0, 'FAILED', 502, 'NONE', 0, 0, 'LIVE')");
    }
  }

  private JsonNode attempts() throws Exception {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("SELECT attempts FROM exchange")) {
      return CanonicalJson.MAPPER.readTree(row.getString(1));
    }
  }

  private void apply(String migration) throws SQLException, IOException {
    try (Statement statement = database.createStatement()) {
      for (String one : text(migration).split(";\\n", -1)) {
        if (!one.isBlank()) {
          statement.execute(one);
        }
      }
    }
  }

  private static String text(String migration) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(Journal.class.getResourceAsStream("migrations/" + migration))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
