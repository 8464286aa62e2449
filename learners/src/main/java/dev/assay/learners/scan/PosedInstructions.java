package dev.assay.learners.scan;

import java.util.List;

/**
 * Instructions that pose as data (OWASP LLM01): what a model could take for its operator's voice
 * when a learned text is placed in a prompt. A scan cannot catch every phrasing: evaluation, policy
 * and delimiting stand behind it.
 */
final class PosedInstructions {
  private static final String SENTENCE = "[^.!?\\n]";

  static final List<TextRule> RULES =
      List.of(
          TextRule.of(
              "instruction",
              "(?i)\\b(?:ignore|disregard|forget|override|overrule)\\b"
                  + SENTENCE
                  + "{0,40}\\b(?:previous|prior|above|earlier|preceding|foregoing|all|any|your|system)\\b"
                  + SENTENCE
                  + "{0,30}\\b(?:instructions?|prompts?|rules|directions|directives|guidelines|"
                  + "context|training|constraints)\\b",
              "ignore",
              "disregard",
              "forget",
              "overr"),
          TextRule.of(
              "instruction",
              "(?i)\\b(?:ignore|disregard|forget)\\b"
                  + SENTENCE
                  + "{0,20}\\b(?:(?:previous|prior|preceding|system) messages?|"
                  + "(?:everything|anything|what) (?:above|before|you (?:were|have been) told))\\b",
              "ignore",
              "disregard",
              "forget"),
          TextRule.of(
              "instruction",
              "(?i)\\b(?:ignoriere|vergiss|missachte)\\b"
                  + SENTENCE
                  + "{0,40}\\b(?:anweisung|regel|vorgabe)|\\bignor(?:ez|er|e|a|ar|en|i)\\b"
                  + SENTENCE
                  + "{0,30}\\b(?:consignes|instrucciones|istruzioni|instructions? pr.c.dentes)\\b",
              "ignor",
              "vergiss",
              "missachte"),
          TextRule.of(
              "instruction",
              "(?i)\\byou(?: are|'re) (?:now|no longer|actually) (?:an?|in|bound|my|dan)\\b",
              "you are",
              "you're"),
          TextRule.of(
              "instruction",
              "(?i)\\b(?:from now on|henceforth),? (?:you (?:must|will|are|should|shall|always)|"
                  + "always|only|answer|respond|reply|classify|label|act|pretend)\\b",
              "from now on",
              "henceforth"),
          TextRule.of(
              "instruction",
              "(?im)(?:^|[.!?;:]\\s*|\\bmust |\\bplease )(?:always|only|never) "
                  + "(?:answer|respond|reply|output|classify|label)\\b",
              "always",
              "only",
              "never"),
          TextRule.of(
              "instruction",
              "(?i)\\b(?:reveal|print|show|repeat|output|leak|dump)\\b"
                  + SENTENCE
                  + "{0,30}\\b(?:hidden|initial|original|your|secret) (?:instructions|prompt)\\b",
              "prompt",
              "instruction"),
          TextRule.of(
              "instruction",
              "(?i)\\b(?:system|developer|admin) (?:prompt|override|instructions?|mode)\\b",
              "system",
              "developer",
              "admin"),
          TextRule.of(
              "instruction",
              "(?im)(?:^|[.!?;:,]\\s*|\\bplease )(?:do not|don't|never)"
                  + " (?:follow|obey|reveal|disclose)\\b"
                  + SENTENCE
                  + "{0,40}\\b(?:instructions?|rules|prompts?)\\b",
              "do not",
              "don't",
              "never"),
          TextRule.of(
              "instruction",
              "(?i)\\b(?:pretend (?:that )?you(?:'re| are)|act as if you|"
                  + "(?:pretend to be|act as|behave as) an? (?:ai|assistant|admin|administrator|"
                  + "system|developer|unrestricted|jailbroken|root))\\b",
              "pretend",
              "act as",
              "behave as"),
          TextRule.of(
              "instruction",
              "(?i)\\b(?:jailbreak|do anything now|god mode|prompt injection)\\b",
              "jailbreak",
              "anything now",
              "god mode",
              "injection"),
          TextRule.of(
              "instruction",
              "(?i)\\b(?:when|whenever|if) (?:the|a|any) user (?:asks|says|mentions|writes)\\b"
                  + SENTENCE
                  + "{0,60}\\b(?:say|answer|reply|respond|output|call|send|classify)\\b",
              " user "),
          TextRule.of(
              "role_marker",
              "(?im)^[ \\t>#*]*(?:system|assistant|developer|tool|human|user|ai)[*]*\\s*:\\s*\\S",
              ":"),
          TextRule.of(
              "role_marker",
              "(?i)<\\|[a-z_ ]{2,30}\\|>|\\[/?INST\\]|<</?SYS>>|</?s>|"
                  + "^#{1,6}\\s*(?:system|instructions?)\\b|"
                  + "<(?:start|end)_of_turn>|</?(?:system|assistant|developer|human|user)>",
              "<",
              "[",
              "#"),
          TextRule.of(
              "tool_call",
              "(?i)</?(?:[a-z]+:)?(?:tool|function)[_-]?(?:calls?|results?|responses?|use)\\b|"
                  + "</?(?:[a-z]+:)?invoke\\b|\"(?:tool_calls?|function_call|tool_use|tool_call_id)\"\\s*:|"
                  + "\"role\"\\s*:\\s*\"(?:system|assistant|tool|developer|user)\"",
              "<",
              "\""),
          TextRule.of(
              "delimiter",
              "(?i)</?(?:examples?|memory|memories|context|data|documents?|instructions?|prompt|"
                  + "learned|demonstrations?|input|output|assay[a-z_-]*)\\b[^>]{0,80}>|```|"
                  + "<!\\[CDATA\\[|\\]\\]>",
              "<",
              "`",
              "]"),
          TextRule.of(
              "delimiter",
              "(?i)\\b(?:end|begin|beginning|start) of (?:the )?(?:learned )?"
                  + "(?:examples?|context|data|prompt|instructions|demonstrations|system)\\b|"
                  + "[-=*#]{5,}\\s*(?:end|begin|start|system)\\b",
              "end",
              "begin",
              "start",
              "system"),
          TextRule.of("exfiltration", "!\\[[^\\]]{0,200}\\]\\(\\s*[a-zA-Z]+:", "!["));

  private PosedInstructions() {}
}
