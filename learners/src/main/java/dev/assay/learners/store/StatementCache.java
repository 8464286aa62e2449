package dev.assay.learners.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps one connection's prepared statements: preparing again is about a quarter of what writing an
 * exchange costs. Confined, like its connection, to one thread at a time.
 */
final class StatementCache extends DefaultStatementBuilder {
  private static final int MAX_STATEMENTS = 128;

  /** Those not in use now: one that is, is out of here, so that nesting gets another. */
  private final Map<String, PreparedStatement> idle = new HashMap<>();

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    PreparedStatement known = idle.remove(sql);
    return known == null ? super.create(connection, sql, context) : known;
  }

  @Override
  public void close(Connection connection, String sql, Statement statement) throws SQLException {
    if (statement instanceof PreparedStatement prepared
        && idle.size() < MAX_STATEMENTS
        && !prepared.isClosed()) {
      prepared.clearParameters();
      PreparedStatement spare = idle.put(sql, prepared);
      if (spare != null) {
        spare.close();
      }
    } else {
      statement.close();
    }
  }

  @Override
  public void close(Connection connection) {
    // Closing the connection closes its statements.
    idle.clear();
  }
}
