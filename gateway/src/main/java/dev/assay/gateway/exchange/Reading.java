package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.objects.Accounts;
import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.upstream.TimeLimit;
import dev.assay.learners.credentials.AppKey;
import dev.assay.learners.credentials.AppKeys;
import dev.assay.policies.judge.Account;
import dev.assay.policies.judge.BodyParser;
import dev.assay.policies.judge.KeptPath;
import dev.assay.policies.judge.Malformed;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.OpaqueParser;
import dev.assay.policies.judge.Order;
import dev.assay.policies.judge.RequestBody;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.Surface;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/** Steps 2 and 3: whose request it is, from the credential alone, and what its body says. */
public final class Reading {
  private static final int MAX_NAME_CHARS = 200;
  private static final String NO_USER = "-";

  private final AppKeys keys;
  private final Accounts accounts;
  private final Ownership ownership;
  private final Function<TenantId, Optional<String>> unnamed;

  /**
   * Reads what the holders of these keys send.
   *
   * @param accounts where it may go, which decides what has to be looked at
   * @param ownership where what it names is kept
   * @param unnamed the alias of a tenant's model call that names none
   */
  public Reading(
      AppKeys keys,
      Accounts accounts,
      Ownership ownership,
      Function<TenantId, Optional<String>> unnamed) {
    this.keys = keys;
    this.accounts = accounts;
    this.ownership = ownership;
    this.unnamed = unnamed;
  }

  /** Whose account what passes through for the holder of this key goes to. */
  Account account(AppKey key) {
    return account(key.tenant());
  }

  private Account account(TenantId tenant) {
    return accounts.passesToItsOwn(tenant) ? Account.OWN : Account.SHARED;
  }

  /**
   * The same of this request: what the tenant's model calls had a shared provider keep is there,
   * and not in the account of its own.
   */
  private Future<Account> account(RequestLine line, TenantId tenant, Context loop) {
    Account account = account(tenant);
    Optional<String> name =
        account == Account.OWN
                && line instanceof RequestLine.Unread unread
                && unread.surface() != Surface.EVERYTHING_ELSE
            ? KeptPath.name(unread.path())
            : Optional.empty();
    return name.isEmpty()
        ? Future.succeededFuture(account)
        : ownership
            .keptAmongAll(tenant, name.get(), loop)
            .map(amongAll -> amongAll ? Account.SHARED : account);
  }

  /** The app key behind a presented credential. */
  public Optional<AppKey> identify(Optional<String> credential) {
    return credential.flatMap(keys::find);
  }

  Future<Progress.Read> read(Progress.Arrived arrived, Context loop) {
    // It may have been revoked while the body was on its way.
    Optional<AppKey> key = arrived.key().filter(keys::isLive);
    if (key.isEmpty()) {
      return stop(arrived, ApiError.unauthenticated());
    }
    RequestFacts.Caller caller =
        new RequestFacts.Caller(key.get().tenant(), key.get().app(), key.get().id());
    return account(arrived.line(), caller.tenant(), loop)
        .compose(account -> parse(arrived, caller, Purpose.SERVE, true, account));
  }

  Future<Progress.Read> readInternal(
      Progress.Arrived arrived, TenantId tenant, Purpose purpose, boolean withinLearningBudget) {
    return parse(
        arrived,
        new RequestFacts.Caller(tenant, "assay", "internal"),
        purpose,
        withinLearningBudget,
        account(tenant));
  }

  private Future<Progress.Read> parse(
      Progress.Arrived arrived,
      RequestFacts.Caller caller,
      Purpose purpose,
      boolean withinLearningBudget,
      Account account) {
    RequestBody body;
    Order order;
    try {
      body = body(arrived, caller.tenant(), account);
      order = body instanceof OpaqueBody unread ? Order.of(unread) : Order.NONE;
    } catch (Malformed malformed) {
      return stop(
          arrived, ApiError.invalid(malformed.getMessage(), malformed.field(), "invalid_body"));
    }
    if (arrived.limit().isEmpty()) {
      return stop(
          arrived,
          ApiError.invalid(
              TimeLimit.HEADER + " is a whole number of milliseconds from 1 to 999999999.",
              TimeLimit.HEADER,
              "invalid_timeout"));
    }
    Optional<String> user = arrived.user().or(body::user);
    if (user.filter(u -> u.length() > MAX_NAME_CHARS).isPresent()
        || arrived.episode().filter(e -> e.isBlank() || e.length() > MAX_NAME_CHARS).isPresent()) {
      return stop(
          arrived,
          ApiError.invalid(
              "'user' and x-assay-episode-id are 1 to " + MAX_NAME_CHARS + " characters.",
              "user",
              "name_too_long"));
    }
    return Future.succeededFuture(
        new Progress.Read(
            arrived,
            caller,
            purpose,
            body,
            arrived.episode().orElse(arrived.id().toString()),
            principal(caller.keyId(), user),
            withinLearningBudget,
            order));
  }

  private RequestBody body(Progress.Arrived arrived, TenantId tenant, Account account)
      throws Malformed {
    return switch (arrived.line()) {
      case RequestLine.Model call ->
          BodyParser.parse(call.endpoint(), arrived.body(), unnamed.apply(tenant));
      case RequestLine.Unread unread ->
          OpaqueParser.parse(
              unread.surface(),
              account,
              unread.method(),
              unread.path(),
              unread.query(),
              unread.contentType(),
              arrived.body(),
              unread.upload().isPresent());
    };
  }

  /** One name for an app key's user; users the app does not name share one. */
  public static String principal(String keyId, Optional<String> user) {
    return keyId + "/" + user.filter(u -> !u.isBlank()).orElse(NO_USER);
  }

  private static <T> Future<T> stop(Progress at, ApiError error) {
    return Future.failedFuture(Stopped.refused(at, error));
  }
}
