package dev.assay.policies.judge;

import java.util.List;
import java.util.Optional;

/** What a client asks for: a model call that was read, or content that passes through unread. */
public sealed interface RequestBody permits ParsedBody, OpaqueBody {
  /** The endpoint's name in facts, policies, journal and metrics. */
  String word();

  /** The alias asked for; empty where none is named. */
  String model();

  /** Bytes of it that are held in memory. */
  int size();

  /** Top-level field names, sorted; none of what was not read. */
  List<String> fields();

  /** How many messages it holds. */
  int messageCount();

  /** Whether the client asks for server-sent events. */
  boolean stream();

  /** The most tokens the client asks for; 0 when it did not say. */
  int maxOutputTokens();

  /** How many answers it asks for. */
  int choices();

  /** How many answers may come of it in all, each as long as the longest. */
  int answers();

  /** The user whom the client names. */
  Optional<String> user();

  /** Names of what is kept at a provider and has to be the tenant's own. */
  List<String> refersTo();

  /** Names that may be nobody's, such as of what was once answered, and not somebody else's. */
  List<String> repeats();

  /** The last user message's text; empty when there is none. */
  String lastUserText();

  /** The first user message's text; empty when there is none. */
  String firstUserText();

  /** The messages as a JSON array. */
  String messagesJson();

  /** Whether learned text has a place in it. */
  boolean takesLearnedText();

  /** Whether a model says something in answer, which people may then judge. */
  boolean answersInWords();
}
