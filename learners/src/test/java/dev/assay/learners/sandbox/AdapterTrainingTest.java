package dev.assay.learners.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdapterTrainingTest {
  private static final AdapterTraining.Settings SETTINGS =
      new AdapterTraining.Settings(4, 60, 8, 0.01, 7);

  private final LettersEncoder encoder = new LettersEncoder();
  private final AdapterTraining training = new AdapterTraining(encoder);

  /** Texts of q's are "aaa" and texts of x's are "zzz": nothing the names would tell. */
  private static TrainingFile rows() {
    String lines =
        IntStream.range(0, 60)
            .mapToObj(i -> {
              String other = "mnop".repeat(1 + i % 3).substring(i % 4);
              return i % 2 == 0
                  ? row("qqqq" + other + "z", "aaa")
                  : row("xxxx" + other + "a", "zzz");
            })
            .collect(Collectors.joining("\n"));
    return TrainingFile.read(lines.getBytes(StandardCharsets.UTF_8));
  }

  private static String row(String user, String assistant) {
    return """
    {"messages":[{"role":"system","content":"Labels: aaa, zzz"},\
    {"role":"user","content":"%s"},{"role":"assistant","content":"%s"}]}\
    """
        .formatted(user, assistant);
  }

  @Test
  void learnsWhatTheNamesDoNotTell() {
    Prompt prompt = new Prompt(List.of("aaa", "zzz"), List.of(), "qqqqmz");
    SandboxModel model = new SandboxModel(encoder);
    assertThat(model.answer(prompt, null)).isEqualTo("zzz");

    AdapterTraining.Trained trained = training.train(rows(), SETTINGS, () -> false);
    assertThat(model.answer(prompt, trained.adapter())).isEqualTo("aaa");
    assertThat(trained.validationLoss()).isLessThan(0.3);
  }

  @Test
  void equalRowsAndSettingsGiveAnEqualAdapterAndAFileKeepsIt() {
    LowRankAdapter adapter = training.train(rows(), SETTINGS, () -> false).adapter();
    assertThat(training.train(rows(), SETTINGS, () -> false).adapter()).isEqualTo(adapter);
    LowRankAdapter read = LowRankAdapter.read(adapter.write());
    assertThat(read).isEqualTo(adapter);
    assertThat(read.digest()).isEqualTo(adapter.digest());
  }

  @Test
  void refusesAFileThatIsNotWhatItsDigestNames() {
    String file = new String(LowRankAdapter.untrained(2, 4, 1).write(), StandardCharsets.UTF_8);
    String other = new String(LowRankAdapter.untrained(2, 4, 2).write(), StandardCharsets.UTF_8);
    String digest = other.replaceAll("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
    String swapped = file.replaceAll("sha256:[0-9a-f]{64}", digest);
    assertThatThrownBy(() -> LowRankAdapter.read(swapped.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(PromptRefused.class);
    assertThatThrownBy(() -> LowRankAdapter.read(new byte[] {'{'}))
        .isInstanceOf(PromptRefused.class);
  }

  @Test
  void stopsWhenCancelled() {
    assertThatThrownBy(() -> training.train(rows(), SETTINGS, () -> true))
        .isInstanceOf(AdapterTraining.TrainingCancelled.class);
  }

  @Test
  void namesEveryLineThatIsWrong() {
    String lines = row("q", "aaa") + "\nnot json\n{\"messages\":[]}\n";
    assertThatThrownBy(() -> TrainingFile.read(lines.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(PromptRefused.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("line 3");
  }
}
