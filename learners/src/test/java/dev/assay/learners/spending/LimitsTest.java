package dev.assay.learners.spending;

import static dev.assay.learners.spending.Till.answered;
import static dev.assay.learners.spending.Till.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.Limits;
import dev.assay.policies.tenant.TenantPolicy.Shared;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @TempDir Path folder;
  private Till till;

  @BeforeEach
  void open() {
    till = new Till(folder);
  }

  @AfterEach
  void close() {
    till.close();
  }

  @Test
  void requestsRefillEvenly() {
    TenantPolicy two = policy(2, 0, 0, Shared.UNLIMITED, Map.of());
    assertThat(till.reserve("k1", two, 1).requests()).contains(new Room(2, 1, 30 * SECOND));
    till.reserve("k1", two, 1);

    Reservation third = till.reserve("k1", two, 1);
    assertThat(third.standing().withinRate()).isFalse();
    assertThat(third.retryAfterSeconds()).isEqualTo(30);
    assertThat(third.requests()).contains(new Room(2, 0, 60 * SECOND));
    assertThat(till.reserve("k2", two, 1).standing().holds()).as("another key").isTrue();

    till.nanos.addAndGet(30 * SECOND);
    assertThat(till.reserve("k1", two, 1).standing().holds()).isTrue();
    assertThat(till.reserve("k1", two, 1).standing().withinRate()).isFalse();
  }

  @Test
  void tokensAreTakenAtTheirMostAndCorrectedToWhatWasUsed() {
    TenantPolicy thousand = policy(0, 1_000, 0, Shared.UNLIMITED, Map.of());
    Reservation first = till.reserve("k1", thousand, 800);
    assertThat(first.tokens()).contains(new Room(1_000, 200, 48 * SECOND));
    Reservation second = till.reserve("k1", thousand, 300);
    assertThat(second.standing().withinTokens()).isFalse();
    assertThat(second.retryAfterSeconds()).isEqualTo(6);

    first.settle(answered(100), Till.CHEAP);
    assertThat(till.reserve("k1", thousand, 300).standing().holds()).isTrue();
  }

  @Test
  void moreTokensThanWereThoughtAreADebt() {
    TenantPolicy thousand = policy(0, 1_000, 0, Shared.UNLIMITED, Map.of());
    till.reserve("k1", thousand, 10).settle(answered(2_000), Till.CHEAP);

    Reservation next = till.reserve("k1", thousand, 500);

    assertThat(next.standing().withinTokens()).isFalse();
    assertThat(next.retryAfterSeconds()).isEqualTo(90);
  }

  @Test
  void aRequestLargerThanAMinutePassesAfterAMinuteOfQuiet() {
    TenantPolicy thousand = policy(0, 1_000, 0, Shared.UNLIMITED, Map.of());

    till.reserve("k1", thousand, 16_384).settle(answered(1), Till.CHEAP);
    assertThat(till.reserve("k1", thousand, 16_384).standing().withinTokens()).isFalse();

    till.nanos.addAndGet(60 * SECOND);
    assertThat(till.reserve("k1", thousand, 16_384).standing().holds()).isTrue();
  }

  @Test
  void placesAreGivenBackWhateverBecameOfTheRequest() {
    TenantPolicy one = policy(0, 0, 1, Shared.UNLIMITED, Map.of());
    Reservation first = till.reserve("k1", one, 1);
    assertThat(till.reserve("k1", one, 1).standing().withinConcurrency()).isFalse();

    first.settle(TokenUsage.NONE, null);
    Reservation second = till.reserve("k1", one, 1);
    assertThat(second.standing().holds()).isTrue();
    second.release();
    assertThat(till.reserve("k1", one, 1).standing().holds()).isTrue();
  }

  @Test
  void keysShareWhatTheTenantAndTheModelHave() {
    TenantPolicy shared =
        policy(100, 0, 0, new Shared(3, 0, 0), Map.of("sandbox", new Shared(2, 0, 0)));

    assertThat(till.reserve("k1", shared, 1).requests())
        .as("the one that leaves least")
        .contains(new Room(2, 1, 30 * SECOND));
    assertThat(till.reserve("k2", shared, 1).standing().holds()).isTrue();
    assertThat(till.reserve("k3", shared, 1).standing().withinRate()).as("the model").isFalse();
    Ask other = new Ask("k3", "other", true, new Estimate(0, 1, 0, 0), List.of(Till.CHEAP), shared);
    assertThat(till.reserve(other).standing().holds()).isTrue();
    assertThat(till.reserve(other).standing().withinRate()).as("the tenant").isFalse();
  }

  @Test
  void whatOneLimitRefusesTakesNothingOfTheOthers() {
    TenantPolicy both = policy(2, 100, 0, Shared.UNLIMITED, Map.of());
    till.reserve("k1", both, 60);
    assertThat(till.reserve("k1", both, 60).standing())
        .isEqualTo(new Standing(true, false, true, true, true, true));

    assertThat(till.reserve("k1", both, 40).standing().holds()).isTrue();
  }

  @Test
  void theFirstLimitThatHasNoRoomIsNamed() {
    TenantPolicy many =
        policy(9, 100, 2, new Shared(3, 0, 0), Map.of("sandbox", new Shared(0, 60, 0)));
    assertThat(till.reserve("k1", many, 10).shortage()).isEmpty();
    assertThat(sentence(till.reserve("k1", many, 55)))
        .isEqualTo("The limit is 60 tokens a minute of model 'sandbox'; this request may take 55.");
    assertThat(sentence(till.reserve("k1", many, 95)))
        .isEqualTo("The limit is 100 tokens a minute of this app key; this request may take 95.");
    till.reserve("k1", many, 10);
    assertThat(sentence(till.reserve("k1", many, 1)))
        .isEqualTo("The limit is 2 at once of this app key.");
    till.reserve("k2", many, 1);
    assertThat(sentence(till.reserve("k1", many, 95)))
        .as("requests are named before tokens and places, as policy does")
        .isEqualTo("The limit is 3 requests a minute of the tenant.");
  }

  private static String sentence(Reservation refused) {
    return refused.shortage().orElseThrow().sentence();
  }

  @Test
  void aChangedLimitStartsAFreshMinute() {
    till.reserve("k1", policy(1, 0, 0, Shared.UNLIMITED, Map.of()), 1);

    TenantPolicy two = policy(2, 0, 0, Shared.UNLIMITED, Map.of());
    assertThat(till.reserve("k1", two, 1).standing().holds()).isTrue();
  }

  @Test
  void whatLearningCallsTakesNoMinuteOfAKey() {
    TenantPolicy one = policy(1, 1, 1, new Shared(1, 1, 1), Map.of());
    Ask learning =
        new Ask("internal", "sandbox", false, new Estimate(9, 9, 0, 0), List.of(Till.CHEAP), one);
    for (int i = 0; i < 5; i++) {
      assertThat(till.reserve(learning).standing().holds()).isTrue();
    }
    assertThat(till.reserve(learning).requests()).isEmpty();
  }

  @Test
  void anEstimateTakesWhatTheClientMayHaveWhereItDoesNotSay() {
    Limits limits = new Limits(1, 1_000, 500);

    assertThat(Estimate.of(401, 20, 0, 2, limits)).isEqualTo(new Estimate(121, 1_000, 0, 0));
    assertThat(Estimate.of(401, 20, 30, 1, limits)).isEqualTo(new Estimate(121, 30, 0, 0));
  }

  @Test
  void aModelThatIsNamedOnTheWayHasItsOwnLimitsAndGivesBackWithTheRest() {
    TenantPolicy policy =
        policy(0, 0, 2, Shared.UNLIMITED, Map.of("sandbox", new Shared(60, 0, 1)));
    Reservation first = till.reserve(unnamed(policy));
    assertThat(first.alias()).isEmpty();
    Reservation more = more(first);
    assertThat(more.standing().holds()).isTrue();
    assertThat(first.alias()).isEqualTo("sandbox");
    assertThat(first.requests()).contains(new Room(60, 59, SECOND));

    Reservation second = till.reserve(unnamed(policy));
    assertThat(more(second).standing().withinConcurrency()).isFalse();
    second.release();
    first.settle(answered(0), Till.CHEAP);

    Reservation third = till.reserve(unnamed(policy));
    assertThat(more(third).standing().holds()).as("the place was given back").isTrue();
  }

  @Test
  void aModelThatIsNamedWhenAllIsOverTakesNothing() {
    TenantPolicy policy = policy(0, 0, 0, Shared.UNLIMITED, Map.of("sandbox", new Shared(0, 0, 1)));
    Reservation over = till.reserve(unnamed(policy));
    over.release();
    more(over);
    assertThat(more(till.reserve(unnamed(policy))).standing().holds()).isTrue();
  }

  private Reservation more(Reservation first) {
    return till.allowances.reserve(first, "sandbox").toCompletableFuture().join();
  }

  private static Ask unnamed(TenantPolicy policy) {
    Ask named = Till.ask("k1", policy, 0);
    return new Ask("k1", "", true, named.estimate(), named.candidates(), policy);
  }
}
