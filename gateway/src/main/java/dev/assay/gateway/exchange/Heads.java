package dev.assay.gateway.exchange;

import dev.assay.gateway.cache.KeptAnswer;
import dev.assay.gateway.upstream.UpstreamAnswer;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.AskReason;
import dev.assay.learners.journal.ExchangeRecord.CacheUse;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.Target;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What an answer's head says of the exchange. */
final class Heads {
  private static final int MAX_ITEMS_SHOWN = 32;

  private Heads() {}

  /** Of a provider's answer. */
  static MultiMap of(
      Progress.Answering answering, ExchangeRecord.Asked asked, List<ContentFinding> found) {
    UpstreamAnswer answer = answering.routed().answer();
    MultiMap headers = common(answering.injected(), answering.sentNanos(), found);
    copy(answer, "content-type", headers);
    copy(answer, "retry-after", headers);
    Target target = answering.routed().target();
    headers.set("x-assay-target", target.provider() + "/" + target.model());
    if (asked.reason() != AskReason.NONE) {
      headers.set("x-assay-feedback-wanted", "demonstration");
    }
    cache(answering.turn().use(), headers);
    if (!answer.unsaid().isEmpty()) {
      headers.set("x-assay-left-out", String.join(",", answer.unsaid()));
    }
    return headers;
  }

  /** Of an answer that was kept. */
  static MultiMap of(Progress.Injected injected, KeptAnswer kept) {
    MultiMap headers = common(injected, System.nanoTime(), kept.findings());
    headers.set("content-type", kept.contentType());
    cache(CacheUse.HIT, headers);
    return headers;
  }

  /** Of a count of tokens that no provider made. */
  static MultiMap ofCount(Progress.Injected injected) {
    MultiMap headers = common(injected, System.nanoTime(), List.of());
    headers.set("content-type", "application/json");
    headers.set("x-assay-tokens", "estimated");
    return headers;
  }

  private static MultiMap common(
      Progress.Injected injected, long readyNanos, List<ContentFinding> found) {
    Progress.Gathered gathered = injected.judged().gathered();
    Progress.Arrived arrived = gathered.snapshot().read().arrived();
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.set("x-request-id", arrived.id().toString());
    headers.set("x-assay-exchange-id", arrived.id().toString());
    headers.set(
        "x-assay-release", Integer.toString(gathered.snapshot().release().release().number()));
    headers.set("x-assay-injected", items(injected.selection().injection()));
    headers.set("x-assay-overhead-ms", millis(readyNanos - arrived.nanos()));
    ContentScreening.word(injected.judged().findings(), found)
        .ifPresent(word -> headers.set("x-assay-content", word));
    RateHeaders.put(gathered.allowance(), headers);
    return headers;
  }

  private static void cache(CacheUse use, MultiMap headers) {
    if (use != CacheUse.NONE) {
      headers.set("x-assay-cache", use.name().toLowerCase(Locale.ROOT));
    }
  }

  private static void copy(UpstreamAnswer answer, String name, MultiMap headers) {
    String value = answer.headers().get(name);
    if (value != null) {
      headers.set(name, value);
    }
  }

  private static String items(Injection injection) {
    return injection.items().stream()
        .limit(MAX_ITEMS_SHOWN)
        .map(item -> item.kind().word() + ":" + item.id())
        .collect(Collectors.joining(","));
  }

  /** What Assay added before the provider could begin. */
  private static String millis(long nanos) {
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    // Every answer has it, and a formatter costs as much as judging the request does.
    String thousandths = Long.toString(1_000 + micros % 1_000).substring(1);
    return micros / 1_000 + "." + thousandths;
  }
}
