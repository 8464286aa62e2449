package dev.assay.learners.journal;

import dev.assay.learners.feedback.About;
import dev.assay.learners.feedback.KnownExchanges;
import dev.assay.learners.spending.TokenUsage;
import dev.assay.learners.spending.UsageBook;
import dev.assay.learners.store.Committed;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.GatheredWrites;
import dev.assay.learners.store.Statements;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The record of every exchange. A slot is taken before serving and used after the last byte, so
 * that what was served is never dropped: a journal that can't keep up refuses requests instead.
 *
 * <p>Reads block; call them from a virtual thread.
 */
public final class Journal implements KnownExchanges {
  /** Parameters of one statement. */
  private static final int MAX_IDS = 500;

  private static final int MAX_RECENT = 1_000;

  private static final int RECORD_BYTES = 4_096;

  private final Database database;
  private final Slots slots;
  private final JournalLimits limits;
  private final GatheredWrites<Entry> writes;
  private final SharedJson shared = new SharedJson();

  public Journal(Database database, JournalLimits limits) {
    this.database = database;
    this.slots = new Slots(limits.maxSlots(), limits.maxBytes());
    this.limits = limits;
    this.writes = new GatheredWrites<>(database, this::insert);
  }

  /** About what an exchange takes of memory until it is written: most text takes a byte a char. */
  private static int waitingBytes(Optional<ExchangeContent> content) {
    long chars = content.map(ExchangeContent::chars).orElse(0L);
    return Math.clamp(RECORD_BYTES + chars, 0, Integer.MAX_VALUE);
  }

  private record Entry(ExchangeRecord exchange, Optional<ExchangeContent> content) {}

  private void insert(Statements statements, List<Entry> entries) throws SQLException {
    try {
      insertAll(statements, entries);
    } catch (SQLException | RuntimeException failure) {
      shared.forget();
      throw failure;
    }
  }

  private void insertAll(Statements statements, List<Entry> entries) throws SQLException {
    for (Entry entry : entries) {
      ExchangeInsert.exchange(statements, shared, entry.exchange());
      if (entry.content().isPresent()) {
        ExchangeInsert.content(statements, entry.exchange(), entry.content().get());
      }
    }
    UsageBook.add(
        statements, entries.stream().flatMap(entry -> spent(entry.exchange()).stream()).toList());
  }

  /**
   * Takes a slot for an exchange of about this size, out of the tenant's share. Waits without a
   * thread; fails with {@link JournalFull} when none is free in time.
   */
  public CompletionStage<Slot> reserve(TenantId tenant, int bytes) {
    return slots.take(tenant, bytes, limits.waitMillis()).thenApply(TakenSlot::new);
  }

  /** Whether a slot is free, for a tenant that holds none. */
  public boolean hasRoom() {
    return slots.taken() < limits.maxSlots() && slots.takenBytes() < limits.maxBytes();
  }

  /** Slots in use now. */
  public int slotsTaken() {
    return slots.taken();
  }

  /** The exchange and all its feedback; nothing when it is unknown or another tenant's. */
  public Optional<Exchange> find(TenantId tenant, UUID id) {
    return database.read(handle -> ExchangeReader.find(handle, tenant, id));
  }

  /**
   * Served exchanges outside the holdout that got admitted feedback after the cursor, in the order
   * of that feedback, each with all its admitted feedback up to the window's end. To go on, ask
   * again after the largest {@link Exchange#position()}.
   */
  public List<Exchange> window(TenantId tenant, WindowQuery query) {
    return database.read(handle -> ExchangeReader.window(handle, tenant, query));
  }

  /** The newest served holdout exchanges with an admitted demonstration, oldest first. */
  public List<Exchange> holdout(TenantId tenant, int limit) {
    return database.read(handle -> ExchangeReader.holdout(handle, tenant, limit));
  }

  /** The newest exchanges of any purpose, newest first, at most 1,000. */
  public List<Exchange> recent(TenantId tenant, int limit) {
    return database.read(
        handle -> ExchangeReader.recent(handle, tenant, Math.clamp(limit, 1, MAX_RECENT)));
  }

  /**
   * By principal, of how many of these exchanges it was the sender, or said something that policy
   * admitted. Blocks.
   */
  public Map<String, Integer> principals(TenantId tenant, List<String> exchanges) {
    Map<String, Integer> found = new HashMap<>();
    for (int from = 0; from < exchanges.size(); from += MAX_IDS) {
      List<String> some = exchanges.subList(from, Math.min(exchanges.size(), from + MAX_IDS));
      database
          .read(handle -> ExchangeReader.principals(handle, tenant, some))
          .forEach((principal, count) -> found.merge(principal, count, Integer::sum));
    }
    return found;
  }

  /** What no provider was asked for took nothing, and is no request of any sum. */
  private static Optional<UsageBook.Spent> spent(ExchangeRecord exchange) {
    if (exchange.outcome() == ExchangeRecord.Outcome.REFUSED) {
      return Optional.empty();
    }
    ExchangeRecord.Usage usage = exchange.usage();
    // Who is paid need not have answered.
    Target booked = usage.paid() == null ? exchange.chosen() : usage.paid();
    return Optional.of(
        new UsageBook.Spent(
            exchange.tenant(),
            exchange.arrivedAt(),
            exchange.app(),
            exchange.keyId(),
            exchange.alias(),
            booked == null ? "" : booked.provider(),
            booked == null ? "" : booked.model(),
            new TokenUsage(
                usage.promptTokens(),
                usage.cachedTokens(),
                usage.writtenTokens(),
                usage.completionTokens(),
                usage.reasoningTokens(),
                usage.estimated()),
            usage.costNanoUsd()));
  }

  @Override
  public boolean knows(Handle handle, TenantId tenant, About about) {
    return ExchangeReader.knows(handle, tenant, about);
  }

  private final class TakenSlot implements Slot {
    private final Slots.Room room;
    private final AtomicBoolean used = new AtomicBoolean();

    TakenSlot(Slots.Room room) {
      this.room = room;
    }

    @Override
    public CompletionStage<Committed<@Nullable Void>> record(
        ExchangeRecord exchange, Optional<ExchangeContent> content) {
      if (!used.compareAndSet(false, true)) {
        throw new IllegalStateException("the slot was used or released before");
      }
      Slots.Room needed = slots.shrink(room, Math.min(room.bytes(), waitingBytes(content)));
      CompletionStage<Committed<@Nullable Void>> written = writes.add(new Entry(exchange, content));
      return written.whenComplete((committed, failure) -> slots.giveBack(needed));
    }

    @Override
    public void release() {
      if (used.compareAndSet(false, true)) {
        slots.giveBack(room);
      }
    }
  }
}
