package dev.assay.learners.spending;

import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantPolicy.Period;
import dev.assay.policies.tenant.TenantPolicy.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The limit that a request is not within, or the price that it lacks. */
public sealed interface Shortage {
  /** A sentence for those who asked: which one it is and where it stands. */
  String sentence();

  /**
   * Whose limit it is.
   *
   * @param subject the key's id or the alias; empty for the tenant
   */
  record Owner(Scope scope, String subject) {
    String words() {
      return switch (scope) {
        case TENANT -> "the tenant";
        case KEY -> "this app key";
        case MODEL -> "model '" + subject + "'";
      };
    }
  }

  /** Requests a minute. */
  record Requests(Owner owner, int perMinute) implements Shortage {
    @Override
    public String sentence() {
      return "The limit is " + perMinute + " requests a minute of " + owner.words() + ".";
    }
  }

  /**
   * Tokens a minute.
   *
   * @param wanted those of the request at its largest
   */
  record Tokens(Owner owner, int perMinute, long wanted) implements Shortage {
    @Override
    public String sentence() {
      return "The limit is "
          + perMinute
          + " tokens a minute of "
          + owner.words()
          + "; this request may take "
          + wanted
          + ".";
    }
  }

  /** Requests under way at once. */
  record Places(Owner owner, int atOnce) implements Shortage {
    @Override
    public String sentence() {
      return "The limit is " + atOnce + " at once of " + owner.words() + ".";
    }
  }

  /**
   * A budget, in nanodollars.
   *
   * @param left what is left of it; empty where only a larger budget would do
   * @param wanted what the request costs at its largest
   */
  record Money(Owner owner, Period per, long limit, Optional<Long> left, long wanted)
      implements Shortage {
    @Override
    public String sentence() {
      return "The budget is "
          + Usd.words(limit)
          + (per == Period.HOUR ? " USD an " : " USD a ")
          + per.word()
          + " of "
          + owner.words()
          + "; "
          + left.map(it -> Usd.words(Math.max(0, it)) + " USD of it are left, and ").orElse("")
          + "this request may cost "
          + Usd.words(wanted)
          + " USD.";
    }
  }

  /** Targets without a price, where there is a budget. */
  record Price(List<Target> targets) implements Shortage {
    private static final int MAX_SHOWN = 5;

    public Price {
      targets = List.copyOf(targets);
    }

    @Override
    public String sentence() {
      return "Without a price: "
          + targets.stream()
              .limit(MAX_SHOWN)
              .map(target -> target.provider() + "/" + target.model())
              .collect(Collectors.joining(", "))
          + (targets.size() > MAX_SHOWN ? ", …" : "")
          + ".";
    }
  }
}
