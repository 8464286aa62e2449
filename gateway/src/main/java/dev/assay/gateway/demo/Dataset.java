package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.assay.gateway.client.Complaint;
import dev.assay.learners.evaluation.AnswerText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Labelled texts.
 *
 * @param labels every label of either part, sorted
 */
record Dataset(String name, List<Row> train, List<Row> test, List<String> labels) {
  private static final int MAX_ROWS = 200_000;
  private static final int MAX_TEXT_CHARS = 4_000;
  private static final int MIN_LABELS = 2;
  private static final int MAX_LABELS = 500;

  /** One text and its label. */
  record Row(String text, String label) {
    /** Right is what an evaluation would call right. */
    boolean isAnsweredBy(String answer) {
      return AnswerText.normal(answer).equals(AnswerText.normal(label));
    }
  }

  Dataset {
    train = List.copyOf(train);
    test = List.copyOf(test);
    labels = List.copyOf(labels);
  }

  /** The one that ships, or the folder's {@code train.csv} and {@code test.csv}. */
  static Dataset load(@Nullable Path folder) {
    try {
      if (folder != null) {
        return of(
            folder.toString(), read(folder.resolve("train.csv")), read(folder.resolve("test.csv")));
      }
      return of("BANKING77", shipped("train.csv"), shipped("test.csv"));
    } catch (IOException unreadable) {
      throw new Complaint(
          "The data can't be read: "
              + unreadable.getMessage()
              + ". --data names a folder with train.csv and test.csv, each with the columns"
              + " text,category.",
          "unreadable_data");
    }
  }

  private static Dataset of(String name, List<Row> train, List<Row> test) {
    TreeSet<String> labels = new TreeSet<>();
    train.forEach(row -> labels.add(row.label()));
    test.forEach(row -> labels.add(row.label()));
    if (labels.size() < MIN_LABELS
        || labels.size() > MAX_LABELS
        || train.isEmpty()
        || test.isEmpty()) {
      throw new Complaint(
          "The data in "
              + name
              + " has "
              + labels.size()
              + " labels; the demo needs rows in both files and "
              + MIN_LABELS
              + " to "
              + MAX_LABELS
              + " labels.",
          "unusable_data");
    }
    return new Dataset(name, train, test, List.copyOf(labels));
  }

  private static List<Row> shipped(String file) throws IOException {
    try (InputStream in = Dataset.class.getResourceAsStream("banking77/" + file)) {
      if (in == null) {
        throw new IOException("banking77/" + file + " is not in the jar");
      }
      return rows(in);
    }
  }

  private static List<Row> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return rows(in);
    }
  }

  private static List<Row> rows(InputStream in) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (MappingIterator<Map<String, String>> lines =
        new CsvMapper()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(in)) {
      while (lines.hasNext()) {
        Map<String, String> line = lines.next();
        String text = line.get("text");
        String label = line.get("category");
        if (text == null || label == null) {
          throw new IOException("row " + (rows.size() + 2) + " has no text or no category");
        }
        if (!text.isBlank() && !label.isBlank() && text.length() <= MAX_TEXT_CHARS) {
          rows.add(new Row(text.strip(), label.strip()));
        }
        if (rows.size() > MAX_ROWS) {
          throw new IOException("more than " + MAX_ROWS + " rows");
        }
      }
    }
    return rows;
  }
}
