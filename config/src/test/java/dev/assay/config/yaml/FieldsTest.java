package dev.assay.config.yaml;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static final TextRule WORD = TextRule.matching("[a-z]{1,8}", "1 to 8 of a-z");

  private final Problems problems = new Problems("a.yaml");

  record Server(String host, int port, double share, boolean open, List<String> names) {}

  @Test
  void takesTheDefaultOfWhatIsLeftOut() {
    assertThat(read("host: here\n"))
        .isEqualTo(new Server("here", 80, 0.5, false, List.of("standard")));
    assertThat(problems.none()).isTrue();
  }

  @Test
  void readsEveryFormOfValue() {
    assertThat(read("{host: here, port: 0, share: 1, open: true, names: [a, b]}\n"))
        .isEqualTo(new Server("here", 0, 1.0, true, List.of("a", "b")));
    assertThat(problems.none()).isTrue();
  }

  @Test
  void reportsEveryMistakeWithItsLine() {
    read("host: Here\nport: 99999\nshare: lots\nopen: yes\nnames: a\nprot: 1\n");

    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactly(
            "a.yaml:1: found host \"Here\"; expected 1 to 8 of a-z",
            "a.yaml:2: found port \"99999\"; expected a whole number from 0 to 65535",
            "a.yaml:3: found share \"lots\"; expected a number from 0 to 1",
            "a.yaml:4: found open \"yes\"; expected true or false",
            "a.yaml:5: found names \"a\"; expected a list of 1 to 3 items",
            "a.yaml:6: found the unknown key \"prot\"; expected \"port\" perhaps, or one of host,"
                + " names, open, port, share");
  }

  @Test
  void asksForWhatMustBeThere() {
    read("port: 1\n");

    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactly("a.yaml:1: found no host; expected host: a name");
  }

  @Test
  void aNumberInQuotesIsToldApartFromAWrongOne() {
    read("host: here\nport: \"80\"\n");

    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactly(
            "a.yaml:2: found port \"80\", which quotes make text; expected a whole number from 0 to"
                + " 65535, without quotes");
  }

  @Test
  void numbersAreWrittenPlainly() {
    read("host: here\nport: \"80\"\n");
    read("host: here\nport: 0x50\n");
    read("host: here\nport: 080\n");
    read("host: here\nport: 8.0\n");
    read("host: here\nport:\n");

    assertThat(problems.all()).hasSize(5).extracting(Problem::line).containsOnly(2);
  }

  @Test
  void aPartOfTheWrongFormIsOneProblemOnly() {
    YamlNode.Mapping tree = tree("server: [1]\n");
    Fields.of(tree, problems, fields -> fields.section("server", FieldsTest::server));

    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactly("a.yaml:1: found a list as server; expected keys and values");
  }

  @Test
  void wordsComeFromAClosedSet() {
    Map<String, Integer> words = Words.of(List.of(1, 2), number -> "word" + number);
    YamlNode.Mapping tree = tree("first: word2\nsecond: wrd1\n");
    List<Integer> read =
        Fields.of(
            tree,
            problems,
            fields -> List.of(fields.word("first", 0, words), fields.word("second", 0, words)));

    assertThat(read).containsExactly(2, 0);
    assertThat(problems.all())
        .extracting(Problem::allowed)
        .containsExactly("\"word1\" perhaps, or one of word1, word2");
  }

  @Test
  void whatLooksLikeACredentialIsNotRepeated() {
    read("host: sk-proj-abcDEF123456\nsk-proj-abcDEF123456: 1\nport: eyJhbGciOiJIUzI1NiJ9.e30\n");

    assertThat(problems.all()).hasSize(3);
    assertThat(problems.all().toString()).doesNotContain("abcDEF").doesNotContain("eyJ");
  }

  @Test
  void whatIsRepeatedIsShortAndOnOneLine() {
    read("host: \"a\\nb\\e[31m" + "é".repeat(100) + "\"\n");

    assertThat(problems.all().getFirst().found())
        .isEqualTo("host \"a?b?[31m" + "é".repeat(52) + "…\"");
  }

  @Test
  void aHugeFileOfMistakesIsRefusedQuickly() {
    String keys =
        IntStream.range(0, 60_000).mapToObj(i -> "harst" + i + ": 1\n").collect(joining());
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read(keys));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> read("host: " + "a".repeat(1_000_000) + "\n"));

    assertThat(problems.all()).hasSize(101);
  }

  private Server read(String text) {
    return Fields.of(tree(text), problems, FieldsTest::server);
  }

  private static Server server(Fields fields) {
    return new Server(
        fields.required("host", "a name").flatMap(it -> it.text(WORD)).orElse(""),
        fields.integer("port", 80, 0, 65_535),
        fields.share("share", 0.5),
        fields.flag("open", false),
        fields
            .value("names")
            .map(it -> it.list(1, 3, name -> name.text(WORD)))
            .orElse(List.of("standard")));
  }

  private YamlNode.Mapping tree(String text) {
    return YamlReader.read(text.getBytes(StandardCharsets.UTF_8), problems).orElseThrow();
  }
}
