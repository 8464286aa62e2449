package dev.assay.gateway.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.chat.ChatDialect;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.neutral.Answer;
import dev.assay.gateway.dialect.neutral.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Parallel calls whose pieces come mixed add up to the same calls as those that come in turn. */
class InterleavedCallsProperties {
  @Property(tries = 500)
  void theOrderBetweenCallsMakesNoDifference(
      @ForAll @IntRange(min = 1, max = 5) int calls,
      @ForAll @IntRange(min = 1, max = 7) int step,
      @ForAll long seed)
      throws Exception {
    List<Part> expected = new ArrayList<>();
    List<List<String>> pieces = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      String arguments = "{\"at\":[" + i + ",{\"text\":\"a}\\\"]" + "x".repeat(i) + "\"}]}";
      expected.add(new Part.ToolCall("id" + i, "f" + i, arguments));
      pieces.add(cut(arguments, step));
    }
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < calls; i++) {
      stream.append(chunk(i, "id" + i, "f" + i, ""));
    }
    Random random = new Random(seed);
    while (pieces.stream().anyMatch(left -> !left.isEmpty())) {
      int call = random.nextInt(calls);
      if (!pieces.get(call).isEmpty()) {
        stream.append(chunk(call, "", "", pieces.get(call).removeFirst()));
      }
    }
    stream.append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n");
    stream.append("data: [DONE]\n\n");

    Answer summed = Collected.of(new ChatDialect().streamReader(), stream.toString());

    assertThat(summed.parts()).isEqualTo(expected);
  }

  private static List<String> cut(String text, int step) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < text.length(); at += step) {
      pieces.add(text.substring(at, Math.min(text.length(), at + step)));
    }
    return pieces;
  }

  private static String chunk(int index, String id, String name, String arguments) {
    ObjectNode chunk = Json.object().put("id", "c").put("model", "m");
    ObjectNode call =
        chunk
            .putArray("choices")
            .addObject()
            .putObject("delta")
            .putArray("tool_calls")
            .addObject()
            .put("index", index);
    if (!id.isEmpty()) {
      call.put("id", id);
    }
    ObjectNode function = call.putObject("function");
    if (!name.isEmpty()) {
      function.put("name", name);
    }
    function.put("arguments", arguments);
    return "data: " + Json.text(chunk) + "\n\n";
  }
}
