package dev.assay.learners.changes;

import static dev.assay.learners.changes.Workshop.ACME;
import static dev.assay.learners.changes.Workshop.goodAdapter;
import static dev.assay.learners.changes.Workshop.goodExamples;
import static dev.assay.learners.changes.Workshop.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.learners.releases.Served;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server finds of its changes and releases when it starts again. */
class RestartIT {
  @TempDir Path folder;
  private Workshop shop;

  @BeforeEach
  void open() {
    shop = new Workshop(folder);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aChangeLeftUnderWayIsTakenUpAtTheNextStart() {
    shop.close();
    shop = new Workshop(folder, false, false);
    shop.flow.close();
    Change change = shop.propose(goodExamples());
    assertThat(shop.state(change)).isInstanceOf(ChangeState.Proposed.class);
    shop.close();

    shop = new Workshop(folder);
    shop.await(change, ChangeState.Live.class);
  }

  @Test
  void aRuntimeThatIsAwayAtTheStartStopsNeitherTheServerNorTheRest() {
    shop.policy(Advisory.withoutApprovals(), "policy-2");
    assertThat(shop.settled(shop.propose(goodExamples()))).isInstanceOf(ChangeState.Live.class);
    assertThat(shop.settled(shop.propose(goodAdapter()))).isInstanceOf(ChangeState.Live.class);
    shop.close();

    shop = new Workshop(folder, true, true);
    until(() -> shop.releases.served(ACME).live().examples().isPresent());
    assertThat(shop.releases.served(ACME).live().adapters()).isEmpty();
    assertThat(shop.releases.missing().get(ACME))
        .singleElement()
        .asString()
        .contains("the adapter runtime is away");
    assertThat(shop.names.namesAdapter("openai/" + goodAdapter().runtimeName())).isTrue();
    assertThat(shop.names.namesAdapter(goodAdapter().digest().hex())).isTrue();
    assertThat(shop.names.namesAdapter("support")).isFalse();

    shop.model.runtimeAway = false;
    until(() -> shop.releases.missing().isEmpty());
    assertThat(shop.releases.served(ACME).live().adapters()).hasSize(1);
  }

  @Test
  void whatWasServedIsServedAgainAfterARestart() {
    Change change = shop.propose(goodExamples());
    ChangeState before = shop.settled(change);
    Served served = shop.releases.served(ACME);
    List<Changes.Step> steps = shop.changes.steps(change.id());
    shop.close();

    shop = new Workshop(folder);
    until(() -> shop.releases.missing().isEmpty());
    assertThat(shop.releases.served(ACME).live().release()).isEqualTo(served.live().release());
    assertThat(shop.releases.served(ACME).live().examples()).isPresent();
    assertThat(shop.state(change)).isEqualTo(before);
    assertThat(shop.changes.steps(change.id())).isEqualTo(steps);
    assertThat(shop.audit.verify().intact()).isTrue();
  }
}
