package dev.assay.config;

import dev.assay.config.yaml.TextRule;

/** What names may look like, here and in the tenants' files. */
public final class Names {
  static final TextRule PROVIDER =
      TextRule.matching(
          "[a-z][a-z0-9_-]{0,39}", "a name of 1 to 40 of a-z, 0-9, _ and -, a letter first");

  /** An alias, and so a model name a client may ask for. */
  public static final TextRule ALIAS =
      TextRule.matching(
          "[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,127}",
          "a model name of 1 to 128 letters, digits and . _ : @ / + -");

  /** What a provider calls a model. */
  public static final TextRule MODEL =
      TextRule.matching(
          "[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,199}",
          "the provider's model name, 1 to 200 letters, digits and . _ : @ / + -");

  /** Where a provider computes. */
  public static final TextRule REGION =
      TextRule.matching(
          "[a-z][a-z0-9-]{0,39}", "a region of 1 to 40 of a-z, 0-9 and -, such as eu or us-east");

  /** A tenant: also its policy file's name and the last part of its Rego package. */
  public static final TextRule TENANT =
      TextRule.matching("[a-z][a-z0-9_]{0,39}", "1 to 40 of a-z, 0-9 and _, a letter first");

  static final TextRule HOST =
      TextRule.matching(
          "[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}", "a host name or an IP address without brackets");
  static final TextRule PATH =
      TextRule.matching("[^\\p{Cntrl}]{1,1024}", "a path of 1 to 1024 characters");

  private Names() {}
}
