package dev.assay.learners.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.canonical.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFilesTest {
  private static final byte[] WEIGHTS = {1, 2, 3};
  @TempDir Path folder;
  private WeightFiles files;

  @BeforeEach
  void open() {
    files = new WeightFiles(folder, 1_000);
  }

  @Test
  void whatIsStoredIsReadByItsDigest() {
    WeightFiles.Stored stored = files.store(new ByteArrayInputStream(WEIGHTS));

    assertThat(stored).isEqualTo(new WeightFiles.Stored(Digest.of(WEIGHTS), 3));
    assertThat(files.read(stored.digest())).isEqualTo(WEIGHTS);
    assertThat(files.has(stored.digest())).isTrue();
  }

  @Test
  void alteredWeightsAreAnError() throws IOException {
    WeightFiles.Stored stored = files.store(new ByteArrayInputStream(WEIGHTS));
    Files.write(folder.resolve(stored.digest().hex()), new byte[] {9, 9, 9});

    assertThatThrownBy(() -> files.read(stored.digest())).hasMessageContaining("altered");
  }

  @Test
  void tooLargeAFileLeavesNothingBehind() throws IOException {
    assertThatThrownBy(() -> files.store(new ByteArrayInputStream(new byte[1_001])))
        .hasMessageContaining("at most 1000 bytes");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
