package dev.assay.gateway.bench;

import java.util.Map;

/**
 * How often something remembered spared the work, as {@code /metrics} has it.
 *
 * @param decisions of policy decisions on requests
 * @param embeddings of texts' vectors; prompts never repeat, so this has to be 0
 * @param injection exchanges by the way in which their examples were chosen
 */
public record Hits(Share decisions, Share embeddings, Map<String, Long> injection) {
  public Hits {
    injection = Map.copyOf(injection);
  }

  /** Of this many lookups, this many hit. */
  public record Share(long hits, long lookups) {
    /** 0 to 1. */
    public double rate() {
      return lookups == 0 ? 0 : Math.round(1000.0 * hits / lookups) / 1000.0;
    }
  }

  static Hits of(MetricsPage metrics, Map<String, Long> injection) {
    return new Hits(share(metrics, "decisions"), share(metrics, "embeddings"), injection);
  }

  private static Share share(MetricsPage metrics, String cache) {
    String labels = "cache=\"" + cache + "\"";
    long hits = Math.round(metrics.sum("assay_cache_lookups_total", labels, "result=\"hit\""));
    return new Share(hits, Math.round(metrics.sum("assay_cache_lookups_total", labels)));
  }
}
