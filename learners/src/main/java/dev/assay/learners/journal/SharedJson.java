package dev.assay.learners.journal;

import dev.assay.learners.store.Statements;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON that many exchanges of a tenant share, kept once. The numbers of the latest are remembered,
 * so that an exchange like the one before it writes nothing twice. Of the writer's thread alone.
 */
final class SharedJson {
  private static final int MAX_KNOWN = 4_096;

  private static final String INSERT =
      "INSERT INTO exchange_shared (tenant, digest, json) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

  private static final String NUMBER =
      "SELECT number FROM exchange_shared WHERE tenant = ? AND digest = ?";

  private final Known known = new Known();

  /** Whose writes are remembered: another connection may know nothing of them. */
  private @Nullable Statements writtenBy;

  private record Key(TenantId tenant, Object value) {}

  /** The most recently used. */
  private static final class Known extends LinkedHashMap<Key, Long> {
    private static final long serialVersionUID = 1;

    Known() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
      return size() > MAX_KNOWN;
    }
  }

  /** The number of this value's row, which is there from now on. */
  long number(Statements statements, TenantId tenant, Object value) throws SQLException {
    if (statements != writtenBy) {
      forget();
      writtenBy = statements;
    }
    Key key = new Key(tenant, value);
    Long number = known.get(key);
    if (number == null) {
      number = kept(statements, tenant, KeptJson.write(value));
      known.put(key, number);
    }
    return number;
  }

  /** To be called when anything that was written may have been undone. */
  void forget() {
    known.clear();
  }

  private static Long kept(Statements statements, TenantId tenant, String json)
      throws SQLException {
    String digest = Digest.of(json.getBytes(StandardCharsets.UTF_8)).text();
    PreparedStatement insert = statements.of(INSERT);
    insert.setString(1, tenant.value());
    insert.setString(2, digest);
    insert.setString(3, json);
    insert.executeUpdate();
    PreparedStatement number = statements.of(NUMBER);
    number.setString(1, tenant.value());
    number.setString(2, digest);
    try (ResultSet row = number.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
