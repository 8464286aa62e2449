package dev.assay.gateway.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A form that can't go on never comes to an end, and whoever waits for it hears why, once. */
class FormStreamTest {
  private static final String FIELD = Forms.field("a", "1");

  private final Source source = new Source();
  private final List<String> heard = new ArrayList<>();
  private final StringBuilder sent = new StringBuilder();

  @Test
  void whatPassesComesWholeAndThenItsEnd() {
    listened(field -> Future.succeededFuture(field.value()));
    source.sends(FIELD + Forms.file("f", "bytes") + Forms.end());
    source.ends();
    assertThat(sent.toString()).isEqualTo(FIELD + Forms.file("f", "bytes") + Forms.end());
    assertThat(heard).containsExactly("whole", "end");
  }

  @Test
  void aMalformedFormIsBrokenOffBeforeAnybodyElseHearsOfIt() {
    listened(field -> Future.succeededFuture(field.value()));
    source.sends(FIELD + "--frontierX\r\n");
    source.ends();
    assertThat(heard).hasSize(2).allMatch(it -> it.contains("can't be passed on"));
    assertThat(heard.getFirst()).startsWith("broken");
    assertThat(source.flows).as("nobody reads on").isFalse();
  }

  @Test
  void aFormWithoutItsEndHasNone() {
    listened(field -> Future.succeededFuture(field.value()));
    source.sends(FIELD);
    source.ends();
    assertThat(heard).hasSize(2).noneMatch("end"::equals);
  }

  @Test
  void aRefusedFieldDoesNotPass() {
    listened(field -> Future.failedFuture("no such thing"));
    source.sends(FIELD + Forms.end());
    source.ends();
    assertThat(heard).containsExactly("broken: no such thing", "fails: no such thing");
    assertThat(sent.toString()).doesNotContain("name=\"a\"");
  }

  @Test
  void aMistakeOfTheCheckIsARefusalToo() {
    listened(field -> {
      throw new IllegalStateException("a mistake");
    });
    source.sends(FIELD + Forms.end());
    source.ends();
    assertThat(heard).containsExactly("broken: a mistake", "fails: a mistake");
  }

  @Test
  void aSourceThatBreaksIsTold() {
    listened(field -> Future.succeededFuture(field.value()));
    source.sends(FIELD);
    source.breaks("the client went");
    source.sends(Forms.end());
    assertThat(heard).containsExactly("broken: the client went", "fails: the client went");
  }

  @Test
  void anAnswerThatComesAfterTheBreakChangesNothing() {
    Promise<String> late = Promise.promise();
    listened(field -> late.future());
    source.sends(FIELD + Forms.end());
    source.breaks("the client went");
    late.complete("1");
    source.ends();
    assertThat(heard).containsExactly("broken: the client went", "fails: the client went");
    assertThat(sent.toString()).isEmpty();
  }

  @Test
  void whoWaitsForTheLengthHearsOfARefusal() {
    FormStream form = stream(field -> Future.failedFuture("no such model"), true, 500);
    Future<OptionalLong> length = form.length();
    source.sends(FIELD + Forms.end());
    assertThat(length.failed()).isTrue();
    assertThat(length.cause()).hasMessage("no such model");
    assertThat(heard).containsExactly("broken: no such model");
  }

  private void listened(Function<FormPiece.Text, Future<String>> check) {
    FormStream form = stream(check, false, 0);
    form.length();
    form.exceptionHandler(cause -> heard.add("fails: " + cause.getMessage()));
    form.endHandler(end -> heard.add("end"));
    form.handler(sent::append);
    form.resume();
  }

  private FormStream stream(
      Function<FormPiece.Text, Future<String>> check, boolean renames, long bytes) {
    return new FormStream(
        source,
        new Boundary(Forms.BOUNDARY),
        new FormCheck() {
          @Override
          public boolean renames() {
            return renames;
          }

          @Override
          public Future<String> text(FormPiece.Text field) {
            return check.apply(field);
          }

          @Override
          public Future<Void> file(FormPiece.FileHead file) {
            return Future.succeededFuture();
          }
        },
        bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes),
        cause -> heard.add("broken: " + cause.getMessage()),
        () -> heard.add("whole"));
  }

  /** A body that comes when the test says so, as far as somebody reads it. */
  private static final class Source implements ReadStream<Buffer> {
    private Handler<Buffer> handler = piece -> {};
    private Handler<Throwable> failing = cause -> {};
    private Handler<Void> ending = end -> {};
    private boolean flows;

    void sends(String text) {
      if (flows) {
        handler.handle(Buffer.buffer(text));
      }
    }

    void ends() {
      ending.handle(null);
    }

    void breaks(String why) {
      failing.handle(new IllegalStateException(why));
    }

    @Override
    public Source handler(@Nullable Handler<Buffer> it) {
      handler = it;
      return this;
    }

    @Override
    public Source exceptionHandler(@Nullable Handler<Throwable> it) {
      failing = it;
      return this;
    }

    @Override
    public Source endHandler(@Nullable Handler<Void> it) {
      ending = it;
      return this;
    }

    @Override
    public Source pause() {
      flows = false;
      return this;
    }

    @Override
    public Source resume() {
      flows = true;
      return this;
    }

    @Override
    public Source fetch(long amount) {
      return resume();
    }
  }
}
