package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a request costs that passes through and names a model. */
class PassedPricesIT {
  private static final String IMAGES = "/v1/images/generations";
  private static final String SPEECH = "/v1/audio/speech";

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofOneProvider(PassedPricesIT::configuration)
          .tenant(
              "acme",
              text ->
                  text.replace("budgets: []", "budgets: [{usd: 1, per: month}]")
                      .replace(
                          "surfaces: {}", "surfaces: {images: {micro_usd: 20000}, audio: free}"),
              "painter",
              "speaker",
              "talker",
              "other");

  private static String configuration(Stage stage) throws Exception {
    String prices =
        stage.prices(
            """
              up:
                standard/1024-x-1024/painter: {per_image: 0.04}
                hd/1024-x-1024/painter: {per_image: 0.08}
                speaker: {characters: 15}
                talker: {input: 2, output: 8}
            """);
    return Yaml.of(stage.dir(), stage.upstream().port(), "    pass_through: true\n", prices)
        .replace(
            "small: [up/real-small]",
            String.join(
                "\n  ",
                "painter: [up/painter]",
                "speaker: [up/speaker]",
                "talker: [up/talker]",
                "other: [up/other]"));
  }

  @Test
  void imagesCostWhatTheirModelTakesForThoseThatCame() throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) -> line.json(200, "{\"data\":[{\"url\":\"a\"},{\"url\":\"b\"}]}"));
    String hd = "\"n\":3,\"size\":\"1024x1024\",\"quality\":\"hd\"";
    assertThat(cost(IMAGES, image("painter", hd))).isEqualTo(160_000_000);
    assertThat(cost(IMAGES, image("painter", "\"quality\":\"standard\""))).isEqualTo(80_000_000);
    assertThat(cost(IMAGES, image("painter", "\"size\":\"auto\"")))
        .as("what was not said is taken for the dearest")
        .isEqualTo(160_000_000);
    assertThat(cost(IMAGES, image("other", "\"n\":2")))
        .as("the surface's price where the model has none")
        .isEqualTo(20_000_000);
  }

  @Test
  void asManyImagesAsAreAskedForMustBeCovered() throws Exception {
    int asked = STAGE.upstream().asked().size();
    RunningGateway.Answer much = send(IMAGES, image("painter", "\"n\":13,\"quality\":\"hd\""));
    assertThat(much.status()).isEqualTo(429);
    assertThat(much.code()).isEqualTo("budget_spent");
    for (String n : new String[] {"0", "-1", "1.5", "\"2\"", "129", "99999999999"}) {
      RunningGateway.Answer wrong = send(IMAGES, image("painter", "\"n\":" + n));
      assertThat(wrong.status()).as(n).isEqualTo(400);
      assertThat(wrong.error().path("param").asText()).isEqualTo("n");
    }
    assertThat(STAGE.upstream().asked()).hasSize(asked);
  }

  @Test
  void speechCostsItsCharacters() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(200, "{}"));
    assertThat(cost(SPEECH, "{\"model\":\"speaker\",\"input\":\"Grüße 🙂\"}"))
        .isEqualTo(7 * 15_000);
  }

  @Test
  void aModelWhosePriceCannotBeCountedNeedsOneOfItsSurface() throws Exception {
    RunningGateway.Answer refused = send(SPEECH, "{\"model\":\"talker\",\"input\":\"a\"}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("unpriced_model");
    assertThat(refused.error().path("message").asText()).contains("pass_through.surfaces.audio");

    assertThat(send(SPEECH, "{\"model\":\"other\",\"input\":\"a\"}").code())
        .as("a model without a price")
        .isEqualTo("unpriced_model");

    STAGE.upstream().plays((asked, line) -> line.json(200, "{}"));
    assertThat(cost(IMAGES, image("talker", "\"n\":1"))).isEqualTo(20_000_000);
  }

  @Test
  void anAnswerThatCannotBeReadCostsTheImagesAskedFor() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(200, "what?"));
    RunningGateway.Answer answer =
        send(IMAGES, image("painter", "\"n\":2,\"quality\":\"standard\""));
    assertThat(answer.status()).isEqualTo(502);
    assertThat(cost(answer)).isEqualTo(80_000_000);
  }

  private static String image(String model, String more) {
    return "{\"model\":\"" + model + "\",\"prompt\":\"a cat\"," + more + "}";
  }

  private static long cost(String path, String body) throws Exception {
    RunningGateway.Answer answer = send(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return cost(answer);
  }

  private static long cost(RunningGateway.Answer answer) throws Exception {
    return STAGE
        .gateway()
        .exchange(answer.header("x-assay-exchange-id"))
        .at("/record/usage/costNanoUsd")
        .asLong(-1);
  }

  private static RunningGateway.Answer send(String path, String body) throws Exception {
    return RunningGateway.send(
        "POST",
        STAGE.gateway().data(path),
        STAGE.key().secret(),
        body,
        "content-type",
        "application/json");
  }
}
