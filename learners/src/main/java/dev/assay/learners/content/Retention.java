package dev.assay.learners.content;

import com.google.re2j.Pattern;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.Optional;

/**
 * What a tenant's {@code content:} rule leaves of a text. Redacting replaces what has the form of
 * an e-mail address, of a credential or of a number with seven digits or more (telephones, cards,
 * accounts); it does not know names.
 */
public final class Retention {
  private static final Pattern EMAIL =
      Pattern.compile("[\\p{L}0-9._%+-]+@[\\p{L}0-9.-]+\\.[\\p{L}]{2,}");
  private static final Pattern CREDENTIAL =
      Pattern.compile("\\b(?:sk|pk|ghp|xox[abp]|AKIA)[-_A-Za-z0-9]{12,}");
  private static final Pattern LONG_NUMBER = Pattern.compile("\\+?\\d(?:[ ()./-]{0,2}\\d){6,}");

  private Retention() {}

  /** The text to keep; empty when nothing may be kept. */
  public static Optional<String> kept(TenantPolicy.Content rule, String text) {
    return switch (rule) {
      case FULL -> Optional.of(text);
      case REDACTED -> Optional.of(redact(text));
      case NONE -> Optional.empty();
    };
  }

  private static String redact(String text) {
    String withoutAddresses = EMAIL.matcher(text).replaceAll("[email]");
    String withoutSecrets = CREDENTIAL.matcher(withoutAddresses).replaceAll("[credential]");
    return LONG_NUMBER.matcher(withoutSecrets).replaceAll("[number]");
  }
}
