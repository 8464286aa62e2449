package dev.assay.gateway.tail;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.assay.learners.journal.ExchangeRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One exchange in one line: who asked for what, what became of it, and how long it took.
 *
 * @param target where its answer came from, as {@code provider/model}
 * @param tried how many targets were tried
 * @param injected how many learned items it carried
 */
record TailRow(
    Instant at,
    String exchange,
    String tenant,
    String app,
    String purpose,
    String endpoint,
    String alias,
    String outcome,
    int status,
    @Nullable String target,
    int tried,
    int release,
    String lane,
    int injected,
    @JsonProperty("prompt_tokens") int promptTokens,
    @JsonProperty("completion_tokens") int completionTokens,
    @JsonProperty("total_ms") double totalMillis,
    @JsonProperty("first_byte_ms") double firstByteMillis,
    @JsonProperty("overhead_ms") double overheadMillis) {

  static TailRow of(ExchangeRecord record) {
    return new TailRow(
        record.arrivedAt(),
        record.id().toString(),
        record.tenant().value(),
        record.app(),
        record.purpose().word(),
        record.endpoint(),
        record.alias(),
        record.outcome().name(),
        record.httpStatus(),
        record.chosen() == null ? null : record.chosen().provider() + "/" + record.chosen().model(),
        record.attempts().size(),
        record.releaseNumber(),
        record.lane().name(),
        record.injected().size(),
        record.usage().promptTokens(),
        record.usage().completionTokens(),
        record.timings().totalMicros() / 1000.0,
        record.timings().firstByteMicros() / 1000.0,
        record.timings().overheadMicros() / 1000.0);
  }
}
