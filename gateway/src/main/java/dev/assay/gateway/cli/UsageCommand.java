package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.client.ControlClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay usage}: what a tenant used, and what it cost. */
@Command(
    name = "usage",
    description = {
      "Show what a tenant used and what it cost.",
      "ESTIMATED are requests whose tokens the provider did not tell; UNPRICED are requests to a"
          + " model without a price, which are in no sum of money."
    })
final class UsageCommand implements Callable<Integer> {
  private static final List<String> FIGURES =
      List.of(
          "/requests",
          "/promptTokens",
          "/cachedTokens",
          "/writtenTokens",
          "/completionTokens",
          "/reasoningTokens",
          "/usd",
          "/estimated",
          "/unpriced");

  @Mixin ServerOptions server = new ServerOptions();

  @Option(names = "--tenant", required = true, description = "Whose usage.")
  String tenant = "";

  @Option(
      names = "--by",
      defaultValue = "app,model,day",
      description = "One row for each: app, key, model, provider, target, day; ${DEFAULT-VALUE}.")
  String by = "";

  @Option(names = "--from", paramLabel = "DAY", description = "The first day (UTC).")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "DAY", description = "The last day (UTC).")
  @Nullable String to;

  @Option(names = "--budgets", description = "Show where the tenant's budgets stand instead.")
  boolean budgets;

  @Override
  public Integer call() {
    if (budgets) {
      JsonNode standing =
          server.client().get("/admin/budgets?tenant=" + ControlClient.segment(tenant));
      new Printer(System.out, server.json)
          .rows(
              standing.path("budgets"),
              "/of",
              "/subject",
              "/per",
              "/since",
              "/usd",
              "/usdTaken",
              "/usdLeft");
      return 0;
    }
    String path =
        "/admin/usage?tenant="
            + ControlClient.segment(tenant)
            + "&by="
            + ControlClient.segment(by)
            + day("from", from)
            + day("to", to);
    JsonNode rows = server.client().get(path).path("usage");
    List<String> columns = new ArrayList<>();
    Arrays.stream(by.split(",", -1)).map(word -> "/of/" + word.strip()).forEach(columns::add);
    columns.addAll(FIGURES);
    new Printer(System.out, server.json).rows(rows, columns.toArray(String[]::new));
    return 0;
  }

  private static String day(String name, @Nullable String day) {
    return day == null ? "" : "&" + name + "=" + ControlClient.segment(day);
  }
}
