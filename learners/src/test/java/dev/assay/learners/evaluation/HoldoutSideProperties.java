package dev.assay.learners.evaluation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.policies.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class HoldoutSideProperties {
  private static final TenantId ACME = new TenantId("acme");
  private final HoldoutSide side = new HoldoutSide(new byte[32]);

  @Property(tries = 200)
  void aRaisedShareOnlyAdds(
      @ForAll String text,
      @ForAll @DoubleRange(min = 0, max = 1) double one,
      @ForAll @DoubleRange(min = 0, max = 1) double other) {
    if (side.heldOut(ACME, text, Math.min(one, other))) {
      assertThat(side.heldOut(ACME, text, Math.max(one, other))).isTrue();
    }
    assertThat(side.heldOut(ACME, text, 0)).isFalse();
    assertThat(side.heldOut(ACME, text, 1)).isTrue();
  }

  @Example
  void nearDuplicatesShareASide() {
    assertThat(side.position(ACME, "Hi! Where is my card, please? My CARD!"))
        .isEqualTo(side.position(ACME, "my card... WHERE is it"));
    assertThat(side.position(ACME, "I can't pay")).isNotEqualTo(side.position(ACME, "I can pay"));
    assertThat(side.position(ACME, "?!")).isNotEqualTo(side.position(ACME, "!?"));
    assertThat(side.position(ACME, "you are")).isNotEqualTo(side.position(ACME, "are you"));
  }

  @Example
  void theShareIsKeptOverTextsAndDependsOnTenantAndKey() {
    HoldoutSide otherKey = new HoldoutSide("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));
    TenantId other = new TenantId("other");
    int held = 0;
    int sameForTenant = 0;
    int sameForKey = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = "question number " + i;
      boolean here = side.heldOut(ACME, text, 0.05);
      held += here ? 1 : 0;
      sameForTenant += here && side.heldOut(other, text, 0.05) ? 1 : 0;
      sameForKey += here && otherKey.heldOut(ACME, text, 0.05) ? 1 : 0;
    }
    assertThat(held / 20_000.0).isCloseTo(0.05, within(0.006));
    assertThat(sameForTenant).isLessThan(held / 5);
    assertThat(sameForKey).isLessThan(held / 5);
  }

  @Example
  void theKeyIsMadeOnceAndNeverReplaced() throws IOException {
    Path folder = Files.createTempDirectory("holdout");
    Path file = folder.resolve("holdout.key");
    byte[] made = HoldoutKey.load(file);
    assertThat(HoldoutKey.load(file)).isEqualTo(made).hasSize(32);
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> HoldoutKey.load(file)).hasMessageContaining("32 bytes");
    assertThat(Files.size(file)).isEqualTo(3);
    Files.delete(file);
    Files.delete(folder);
  }
}
