package dev.assay.gateway.exchange;

import dev.assay.learners.journal.ExchangeRecord;

/**
 * Who watches exchanges: metrics, the canary's guard, the audit of refused adapters. Never blocks.
 */
public interface ExchangeWatch {
  /** A record was handed to the journal. */
  void recorded(ExchangeRecord record);

  /** An exchange ended before an answer. */
  void stopped(Stopped stopped);

  /** A stream began on its way to a client. */
  void streamOpened();

  /** A stream ended, however it did. */
  void streamClosed();

  /** A record could not be written. */
  void unrecorded();
}
