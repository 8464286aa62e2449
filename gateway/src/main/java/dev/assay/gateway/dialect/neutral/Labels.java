package dev.assay.gateway.dialect.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a provider keeps its books by.
 *
 * @param user who asks, in the app's own words
 * @param safetyId who asks, as a hash
 * @param serviceTier in OpenAI's words
 * @param isStored whether the provider shall keep the answer
 * @param advice fields that both OpenAI APIs have under the same name and with the same meaning,
 *     and that change no answer
 */
public record Labels(
    @Nullable String user,
    @Nullable String safetyId,
    @Nullable String serviceTier,
    boolean isStored,
    SortedMap<String, JsonNode> advice) {
  public Labels {
    advice = Collections.unmodifiableSortedMap(new TreeMap<>(advice));
  }
}
