package dev.assay.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
  private final Problems problems = new Problems("a.yaml");

  @Test
  void knowsTheLineOfEverything() {
    YamlNode.Mapping tree = read("one: 1\ntwo:\n  - a\n  - \"b\"\n").orElseThrow();

    assertThat(problems.none()).isTrue();
    assertThat(tree.entries()).extracting(YamlNode.Entry::key).containsExactly("one", "two");
    YamlNode.Sequence list = (YamlNode.Sequence) tree.entries().get(1).value();
    assertThat(list.items()).extracting(YamlNode::line).containsExactly(3, 4);
    assertThat(list.line()).as("the line of its key").isEqualTo(2);
    assertThat(list.items())
        .extracting(item -> ((YamlNode.Scalar) item).quoted())
        .containsExactly(false, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1~b: 2~a: 3         | 3 | each key once",
        "a: &x 1~b: 2           | 1 | the value without it",
        "a: 1~b: *x             | 2 | the value itself",
        "a: 1~b: !!str 2        | 2 | the value without it",
        "a: 1~---~b: 2          | 2 | one document",
        "a: 1~? [b]~: 2         | 2 | a word as a key",
        "a: 1~b: c: d           | 2 | well-formed YAML",
        "a: 1~b: [1, 2          | 2 | well-formed YAML",
        "a: 1~~~b: \"open~c: d   | 4 | well-formed YAML",
        "a: 1~  b: 2            | 2 | well-formed YAML",
        "a: 1~b: @c             | 2 | well-formed YAML",
        "- a~- b                | 1 | keys and values",
        "just words             | 1 | keys and values",
      })
  void refusesWhatPeopleDoNotMeanAndSaysWhere(String file, int line, String allowed) {
    read(file.replace('~', '\n') + "\n");

    assertThat(problems.all()).hasSize(1);
    Problem problem = problems.all().getFirst();
    assertThat(problem.message()).startsWith("a.yaml:" + line + ": found ").contains(allowed);
  }

  @Test
  void keepsReadingAfterARefusedPart() {
    Optional<YamlNode.Mapping> tree = read("a: &x 1\nb: !t 2\nc: 3\nc: 4\n");

    assertThat(problems.all()).extracting(Problem::line).containsExactly(1, 2, 4);
    assertThat(tree.orElseThrow().entries()).hasSize(3);
  }

  @Test
  void stopsAtItsDepthLongBeforeTheStackEnds() {
    assertThat(read("a: " + "[".repeat(500_000))).isEmpty();

    assertThat(problems.all().getFirst().found()).isEqualTo("more than 24 levels");
  }

  @Test
  void doesNotReadBeyondItsSize() {
    assertThat(read("a: " + "x".repeat(YamlReader.MAX_BYTES))).isEmpty();

    assertThat(problems.all().getFirst().allowed()).isEqualTo("at most 1048576 bytes");
  }

  @Test
  void refusesBytesThatAreNotTextWithTheirLine() {
    assertThat(YamlReader.read(new byte[] {'a', ':', '\n', (byte) 0xff}, problems)).isEmpty();
    assertThat(read("a: 1\nb: \u0007\n")).isEmpty();

    assertThat(problems.all()).extracting(Problem::line).containsExactly(2, 2);
  }

  @Test
  void saysWhenThereIsNothingToRead() {
    assertThat(read("# only a remark\n")).isEmpty();
    assertThat(YamlReader.read(Path.of("no/such/file.yaml"), problems)).isEmpty();

    assertThat(problems.all())
        .extracting(Problem::found)
        .containsExactly("an empty file", "no readable file");
  }

  @Test
  void aValueDoesNotPrintWithTheTree() {
    assertThat(read("key: swordfish\n").orElseThrow().toString()).doesNotContain("swordfish");
  }

  @Test
  void tellsTheFirstHundredProblemsAndCountsTheRest() {
    read("a: 1\n" + "a: 2\n".repeat(150));

    List<Problem> all = problems.all();
    assertThat(all).hasSize(101);
    assertThat(all.getLast().found()).isEqualTo("50 more problems");
  }

  private Optional<YamlNode.Mapping> read(String text) {
    return YamlReader.read(text.getBytes(StandardCharsets.UTF_8), problems);
  }
}
