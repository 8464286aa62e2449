package dev.assay.gateway.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assay.learners.serving.Query;
import dev.assay.learners.serving.Selection;
import dev.assay.learners.serving.Selector;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.learners.switches.KillSwitch;
import dev.assay.learners.switches.Switches;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Step 7: what the request carries. Within an episode the first choice stays, so that providers'
 * prompt caches keep working.
 */
public final class Injecting {
  /** Apps name episodes as they like, so what is kept of them is bounded in characters. */
  private static final long MAX_KEPT_CHARS = 64L * 1024 * 1024;

  private static final int EPISODE_CHARS = 256;

  private final QueryEmbedding embedding;
  private final Switches switches;
  private final Cache<Episode, Selection> sticky =
      Caffeine.newBuilder()
          .maximumWeight(MAX_KEPT_CHARS)
          .executor(Runnable::run)
          .weigher((Episode episode, Selection kept) -> weight(episode, kept))
          .expireAfterAccess(Duration.ofMinutes(30))
          .build();

  /** Under another allowance the choice is made anew: policy may have been tightened meanwhile. */
  private record Episode(
      TenantId tenant, String id, Digest release, Decision.Allowance allowance) {}

  public Injecting(QueryEmbedding embedding, Switches switches) {
    this.embedding = embedding;
    this.switches = switches;
  }

  Future<Progress.Injected> inject(Progress.Judged judged, Context loop) {
    return select(judged, loop).map(selection -> new Progress.Injected(judged, selection));
  }

  private Future<Selection> select(Progress.Judged judged, Context loop) {
    Progress.Read read = judged.gathered().snapshot().read();
    ServingRelease release = judged.gathered().snapshot().release();
    TenantId tenant = read.caller().tenant();
    boolean serves = read.purpose() == Purpose.SERVE;
    if (!read.body().takesLearnedText()
        || (serves && switches.isThrown(tenant, KillSwitch.BYPASS_INJECTION))) {
      return Future.succeededFuture(Selection.NOTHING);
    }
    if (!Selector.needsVector(release)) {
      Query query = new Query(judged.permitted().body().lastUserText(), java.util.Optional.empty());
      return Future.succeededFuture(
          Selector.select(release, query, judged.permitted().allowance()));
    }
    if (!serves || read.arrived().episode().isEmpty()) {
      return embedding.select(release, judged, loop);
    }
    Episode episode =
        new Episode(tenant, read.episode(), release.digest(), judged.permitted().allowance());
    Selection kept = sticky.getIfPresent(episode);
    if (kept != null) {
      return Future.succeededFuture(stuck(kept));
    }
    return embedding
        .select(release, judged, loop)
        .onSuccess(selection -> sticky.put(episode, selection));
  }

  private static int weight(Episode episode, Selection kept) {
    return EPISODE_CHARS + episode.id().length() + kept.injection().text().length();
  }

  private static Selection stuck(Selection kept) {
    Injection injection = kept.injection();
    return injection.items().isEmpty()
        ? kept
        : new Selection(
            new Injection(injection.text(), injection.tokens(), injection.items(), "sticky"),
            kept.confidence());
  }
}
