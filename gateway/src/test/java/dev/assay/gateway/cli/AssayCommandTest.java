package dev.assay.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the words of the command line print, without a server. */
class AssayCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void withoutWordsItShowsItsCommands() {
    assertThat(run()).isZero();
    assertThat(out.toString()).startsWith("Usage: assay").contains("serve", "tenant", "demo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "sandbox",
        "demo",
        "tenant create",
        "tenant freeze-learning",
        "key create",
        "person create",
        "change approve",
        "release rollback",
        "learn run",
        "audit verify",
        "exchange show",
        "usage",
        "import prices",
        "policy build",
        "config check",
        "help"
      })
  void everyCommandSaysHowItIsUsed(String words) {
    assertThat(run((words + " --help").split(" ", -1))).isZero();
    String byOption = out.toString();
    assertThat(byOption).startsWith("Usage: assay " + words).contains("--help");

    out.getBuffer().setLength(0);
    assertThat(run(("help " + words).split(" ", -1))).isZero();
    assertThat(out.toString()).isEqualTo(byOption);
  }

  @TestFactory
  Stream<DynamicTest> everyOptionAndEveryParameterSaysWhatItIs() {
    return all(AssayCommand.line())
        .map(command ->
            DynamicTest.dynamicTest(
                command.getCommandSpec().qualifiedName(),
                () ->
                    assertThat(command.getCommandSpec().args())
                        .isNotEmpty()
                        .allSatisfy(argument ->
                            assertThat(String.join("", argument.description()))
                                .as(String.valueOf(argument))
                                .isNotBlank())));
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(AssayCommandTest::all));
  }

  @Test
  void helpForNoCommandIsNotUnderstood() {
    assertThat(run("help", "tenant", "destroy")).isEqualTo(2);
    assertThat(errors.toString()).contains("There is no command 'assay tenant destroy'.");
  }

  @Test
  void anUnknownWordIsNotUnderstood() {
    assertThat(run("tenants")).isEqualTo(2);
    assertThat(errors.toString()).contains("'tenants'").doesNotContain("\tat ");
  }

  @Test
  void fiveMistakesAreFiveProblemsWithTheirLines() throws IOException {
    Path file = folder.resolve("assay.yaml");
    Files.writeString(
        file,
        """
        data:
          port: 70000
        control:
          host: 0.0.0.0
        providers:
          one:
            kind: magic
            base_url: http://127.0.0.1:9/v1
        aliases:
          small:
            - nobody/gpt
        colour: blue
        """);

    assertThat(run("config", "check", "--config", file.toString())).isEqualTo(1);
    assertThat(out.toString().lines())
        .hasSize(6)
        .endsWith("5 problems.")
        .filteredOn(line -> line.startsWith(file + ":"))
        .hasSize(5);
  }

  @Test
  void aPriceThatIsMissingOrUnderAnotherNameIsNoted() throws IOException {
    Path prices = folder.resolve("prices.yaml");
    Files.writeString(
        prices,
        """
        as_of: 2026-01-31
        currency: USD
        providers:
          one: {priced: {input: 1, output: 1}}
          anthropic: {claude: {input: 1, output: 1}}
        """);
    Path file = folder.resolve("assay.yaml");
    Files.writeString(
        file,
        """
        providers:
          one:
            kind: openai-compatible
            base_url: http://127.0.0.1:9/v1
        aliases:
          small: [one/priced, one/other]
        prices: {file: %s}
        """
            .formatted(prices));

    assertThat(run("config", "check", "--config", file.toString())).isZero();
    assertThat(out.toString().lines())
        .endsWith(
            "Without a price, and refused where a tenant has a budget: one/other.",
            "Prices stand under names that no provider has here: anthropic.");
  }

  @Test
  void importedPricesStandUnderTheNamesOfTheConfiguration() throws IOException {
    Path list = folder.resolve("model_prices.json");
    Files.writeString(
        list,
        """
        {"claude": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 3e-06,
          "output_cost_per_token": 15e-06, "cache_creation_input_token_cost": 3.75e-06}}
        """);
    Path table = folder.resolve("ours.yaml");
    String[] words = {"import", "prices", "--out", table.toString(), list.toString(), "--as"};

    assertThat(run(with(words, "anthropic=claude-eu"))).isZero();
    assertThat(table).content().contains("claude-eu:").doesNotContain("anthropic:");
    assertThat(run(with(words, "openai=ours"))).isEqualTo(1);
    assertThat(errors.toString()).contains("The file prices no model of 'openai'.");
    assertThat(run(with(words, "anthropic=No Name"))).isEqualTo(1);
    assertThat(errors.toString()).contains("'No Name' can't be a provider's name.");
  }

  private static String[] with(String[] words, String more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void withoutAServerACommandSaysHowToReachOne() {
    assertThat(run("tenant", "list", "--data-dir", folder.toString())).isEqualTo(1);
    assertThat(errors.toString())
        .startsWith("assay: No running server is known: ")
        .contains("assay serve")
        .doesNotContain("\tat ");
  }

  @Test
  void aFileThatIsNotThereIsNamedWithoutAStackTrace() {
    Path none = folder.resolve("none.json");

    assertThat(run("change", "propose", "--tenant", "acme", none.toString())).isEqualTo(1);
    assertThat(errors.toString())
        .isEqualToIgnoringNewLines(
            "assay: " + none + " can't be read: name an artifact's JSON file.");
  }

  private int run(String... words) {
    return AssayCommand.run(new PrintWriter(out, true), new PrintWriter(errors, true), words);
  }
}
