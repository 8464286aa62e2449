package dev.assay.gateway.objects;

import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.RequestBody;
import dev.assay.policies.tenant.TenantPolicy;

/** What a request may name of what is in nobody's book. */
public enum Unowned {
  NONE,
  /** What is known to be older than the book: bytes don't tell how old they are. */
  KNOWN_OLDER,
  ALL;

  /** As the tenant's policy says of this request. */
  public static Unowned of(TenantPolicy.PassThrough rules, RequestBody asked) {
    if (!rules.unownedObjects()) {
      return NONE;
    }
    return asked instanceof OpaqueBody unread && unread.downloads() ? KNOWN_OLDER : ALL;
  }
}
