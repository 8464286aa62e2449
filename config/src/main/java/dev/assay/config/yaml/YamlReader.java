package dev.assay.config.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads the part of YAML 1.1 that a person writes into a file of settings: mappings, lists and
 * single values in UTF-8. Anchors, aliases, tags, a second document and repeated keys are refused,
 * and so is what exceeds {@link #MAX_BYTES} or {@link #MAX_DEPTH}.
 */
public final class YamlReader {
  /** The largest file that is read. */
  public static final int MAX_BYTES = 1024 * 1024;

  /** How deeply mappings and lists may stand inside one another. */
  public static final int MAX_DEPTH = 24;

  private YamlReader() {}

  /**
   * Reads a file. Whatever is wrong with it goes to {@code problems}; empty when nothing could be
   * made of it. A part that was refused stands in the tree as {@link YamlNode.Refused}.
   */
  public static Optional<YamlNode.Mapping> read(Path file, Problems problems) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return read(bytes.readNBytes(MAX_BYTES + 1), problems);
    } catch (IOException unreadable) {
      problems.add(0, "no readable file", "a file this process may read");
      return Optional.empty();
    }
  }

  /** The same for bytes already at hand. */
  public static Optional<YamlNode.Mapping> read(byte[] bytes, Problems problems) {
    if (bytes.length > MAX_BYTES) {
      problems.add(0, "more than " + MAX_BYTES + " bytes", "at most " + MAX_BYTES + " bytes");
      return Optional.empty();
    }
    return decode(bytes, problems).flatMap(text -> parse(text, problems));
  }

  private static Optional<YamlNode.Mapping> parse(String text, Problems problems) {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(MAX_BYTES);
      ParserImpl events = new ParserImpl(new StreamReader(text), options);
      return new TreeBuilder(events, problems).document();
    } catch (ReaderException unprintable) {
      problems.add(
          lineOf(text, unprintable.getPosition()), "a control character", "printable text");
    } catch (MarkedYAMLException broken) {
      problems.add(Syntax.line(broken), Syntax.describe(broken), "well-formed YAML");
    } catch (YAMLException broken) {
      problems.add(0, "something that is not YAML", "well-formed YAML");
    }
    return Optional.empty();
  }

  private static Optional<String> decode(byte[] bytes, Problems problems) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    String text = out.toString();
    if (result.isError()) {
      problems.add(lineOf(text, text.length()), "bytes that are not UTF-8", "UTF-8 text");
      return Optional.empty();
    }
    return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static int lineOf(String text, int position) {
    return 1 + (int) text.chars().limit(position).filter(c -> c == '\n').count();
  }
}
