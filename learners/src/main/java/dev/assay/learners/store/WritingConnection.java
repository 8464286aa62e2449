package dev.assay.learners.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * The connection that writes, with what begins and ends a transaction and each work inside it:
 * prepared once, because they run for every exchange.
 */
final class WritingConnection implements AutoCloseable {
  private final Handle handle;
  private final Statements statements;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement beginWork;
  private final PreparedStatement keepWork;
  private final PreparedStatement undoWork;

  WritingConnection(Handle handle) throws SQLException {
    this.handle = handle;
    Connection connection = handle.getConnection();
    this.statements = new Statements(connection);
    this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
    this.commit = connection.prepareStatement("COMMIT");
    this.beginWork = connection.prepareStatement("SAVEPOINT work");
    this.keepWork = connection.prepareStatement("RELEASE work");
    this.undoWork = connection.prepareStatement("ROLLBACK TO work");
  }

  Handle handle() {
    return handle;
  }

  Statements statements() {
    return statements;
  }

  void begin() throws SQLException {
    begin.execute();
  }

  void commit() throws SQLException {
    commit.execute();
  }

  void beginWork() throws SQLException {
    beginWork.execute();
  }

  /** Ends a work; what it did stands with the transaction. */
  void keepWork() throws SQLException {
    keepWork.execute();
  }

  /** Ends a work as if it had not been. */
  void undoWork() throws SQLException {
    undoWork.execute();
    keepWork.execute();
  }

  /** Closing the connection closes its statements. */
  @Override
  public void close() {
    handle.close();
  }
}
