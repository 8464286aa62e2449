package dev.assay.learners.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.learners.journal.ExchangeRecord.AskReason;
import dev.assay.learners.journal.ExchangeRecord.Asked;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AskingTest {
  private static final TenantId TENANT = new TenantId("acme");
  private static final TenantPolicy.Asking SHARES = new TenantPolicy.Asking(0.05, 0.15);

  private static final Digest RELEASE = Digest.of(new byte[0]);

  private final Random random = new Random(7);
  private final Asking asking = new Asking(random);

  @Test
  void holdoutIsAlwaysAskedAndNeverForLearning() {
    assertThat(asking.decide(TENANT, RELEASE, SHARES, true, sure(0.1)))
        .isEqualTo(new Asked(AskReason.UNIFORM, 0.05));
  }

  @Test
  void theShareHoldsAndUncertainExchangesAreAskedMore() {
    int asked = 0;
    int uncertainAsked = 0;
    double weights = 0;
    for (int i = 0; i < 20_000; i++) {
      double confidence = random.nextDouble();
      Asked outcome = asking.decide(TENANT, RELEASE, SHARES, false, sure(confidence));
      if (outcome.reason() != AskReason.NONE) {
        asked++;
        weights += 1 / outcome.probability();
        uncertainAsked += confidence < 0.15 ? 1 : 0;
      }
    }
    assertThat(asked / 20_000.0).isCloseTo(0.15, within(0.02));
    assertThat(uncertainAsked / (double) asked).isGreaterThan(0.7);
    assertThat(weights / 20_000).as("inverse probabilities add up").isCloseTo(1, within(0.1));
  }

  @Test
  void aNewReleaseIsNotMeasuredByItsPredecessorsConfidences() {
    for (int i = 0; i < 500; i++) {
      asking.decide(TENANT, RELEASE, SHARES, false, sure(0));
    }
    Digest next = Digest.of(new byte[] {1});
    int asked = 0;
    for (int i = 0; i < 300; i++) {
      double confidence = 0.3 + 0.7 * random.nextDouble();
      Asked outcome = asking.decide(TENANT, next, SHARES, false, sure(confidence));
      asked += outcome.reason() == AskReason.NONE ? 0 : 1;
    }
    assertThat(asked / 300.0).isCloseTo(0.15, within(0.06));
  }

  @Test
  void whereConfidenceTellsNothingTheShareIsAskedAtRandom() {
    int asked = 0;
    for (int i = 0; i < 10_000; i++) {
      asked +=
          asking.decide(TENANT, RELEASE, SHARES, false, sure(0)).reason() != AskReason.NONE ? 1 : 0;
    }
    assertThat(asked / 10_000.0).isCloseTo(0.15, within(0.02));
  }

  @Test
  void aShareOfZeroAsksNobody() {
    TenantPolicy.Asking none = new TenantPolicy.Asking(0.05, 0);
    assertThat(asking.decide(TENANT, RELEASE, none, false, sure(0)))
        .isEqualTo(new Asked(AskReason.NONE, 0));
  }

  private static Confidence sure(double value) {
    return new Confidence(Confidence.Source.SELECTION, value);
  }
}
