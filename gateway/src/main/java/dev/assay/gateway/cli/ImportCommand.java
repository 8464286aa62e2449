package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.config.prices.LiteLlmPrices;
import dev.assay.config.prices.Price;
import dev.assay.config.prices.PriceTable;
import dev.assay.config.prices.PriceYaml;
import dev.assay.gateway.client.Complaint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay import}: takes over what other gateways know. */
@Command(
    name = "import",
    description = "Take over what other gateways know.",
    synopsisSubcommandLabel = "COMMAND")
final class ImportCommand {
  private static final int MAX_BYTES = 64 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Command(
      name = "prices",
      description = {
        "Convert LiteLLM's model_prices_and_context_window.json to Assay's price table.",
        "What is not understood is left out and counted. Providers keep the names they have there"
            + " unless --as says what assay.yaml calls them."
      })
  int prices(
      @Option(
              names = "--out",
              paramLabel = "F",
              defaultValue = "prices.yaml",
              description = "Where to write it; ${DEFAULT-VALUE}. Never over a file that is there.")
          Path out,
      @Option(
              names = "--provider",
              split = ",",
              paramLabel = "NAME",
              description = "Only these providers' models.")
          @Nullable List<String> only,
      @Option(
              names = "--as",
              split = ",",
              paramLabel = "NAME=OURS",
              description = "What assay.yaml calls a provider that the list calls NAME.")
          @Nullable Map<String, String> as,
      @Option(
              names = "--as-of",
              paramLabel = "DAY",
              description = "The day the prices are of; today.")
          @Nullable String asOf,
      @Option(names = "--json", description = "Print one JSON document and nothing else.")
          boolean json,
      @Parameters(paramLabel = "FILE", description = "LiteLLM's file.") Path file)
      throws IOException {
    LiteLlmPrices.Imported imported =
        LiteLlmPrices.read(bytes(file), day(asOf), "LiteLLM's " + file.getFileName());
    PriceTable table = renamed(only == null ? imported.table() : of(imported.table(), only), as);
    if (Files.exists(out)) {
      throw new Complaint(out + " is there already: name another file by --out.", "exists");
    }
    Files.writeString(out, PriceYaml.text(table), StandardOpenOption.CREATE_NEW);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("file", out.toString());
    told.put("models", table.providers().values().stream().mapToInt(Map::size).sum());
    told.put("baseTierOnly", imported.baseTierOnly());
    told.put("leftOut", new TreeMap<>(imported.leftOut()));
    if (json) {
      System.out.println(JSON.writeValueAsString(told));
      return 0;
    }
    System.out.println("Wrote the prices of " + told.get("models") + " models to " + out + ".");
    if (imported.baseTierOnly() > 0) {
      System.out.println(
          "Read "
              + imported.baseTierOnly()
              + " that charge more for long prompts: they have the price of short ones.");
    }
    new TreeMap<>(imported.leftOut())
        .forEach((why, count) -> System.out.println("Left out " + count + ": " + why + "."));
    return 0;
  }

  private static PriceTable renamed(PriceTable table, @Nullable Map<String, String> as) {
    if (as == null) {
      return table;
    }
    Map<String, Map<String, Price>> renamed = new LinkedHashMap<>();
    table
        .providers()
        .forEach((name, models) -> {
          if (renamed.putIfAbsent(as.getOrDefault(name, name), models) != null) {
            throw new Complaint(
                "Two providers would be called '" + as.getOrDefault(name, name) + "'.", "twice");
          }
        });
    as.forEach((name, ours) -> {
      if (!table.providers().containsKey(name)) {
        throw new Complaint("The file prices no model of '" + name + "'.", "unknown_provider");
      }
      if (!PriceTable.isProvider(ours)) {
        throw new Complaint("'" + ours + "' can't be a provider's name.", "invalid");
      }
    });
    return new PriceTable(table.asOf(), table.source(), renamed);
  }

  private static PriceTable of(PriceTable table, List<String> only) {
    Map<String, Map<String, Price>> chosen = new LinkedHashMap<>();
    for (String name : only) {
      Map<String, Price> models = table.providers().get(name);
      if (models == null) {
        throw new Complaint("The file prices no model of '" + name + "'.", "unknown_provider");
      }
      chosen.put(name, models);
    }
    return new PriceTable(table.asOf(), table.source(), chosen);
  }

  private static LocalDate day(@Nullable String text) {
    try {
      return text == null ? LocalDate.now(Clock.systemUTC()) : LocalDate.parse(text);
    } catch (DateTimeException none) {
      throw new Complaint("'" + text + "' is no day such as 2026-01-31.", "invalid");
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new Complaint(file + " has more than " + MAX_BYTES + " bytes.", "too_large");
      }
      return bytes;
    }
  }
}
