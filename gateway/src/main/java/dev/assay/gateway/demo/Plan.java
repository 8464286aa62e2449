package dev.assay.gateway.demo;

import dev.assay.gateway.demo.Dataset.Row;
import dev.assay.learners.scan.Scans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What is played: the same rows in the same order for every arm. The last quarter, on which arms
 * are compared, comes from the test split alone, and the ceiling knows no text that is played in
 * it.
 *
 * @param batch rows between two learning cycles
 * @param lastQuarter the first position of the last quarter, which is shorter where the test split
 *     has fewer rows than that
 */
record Plan(
    List<Row> stream, List<Row> ceilingExamples, List<String> labels, int batch, int lastQuarter) {
  private static final int BATCHES = 12;
  private static final int MAX_CEILING = 20_000;

  Plan {
    stream = List.copyOf(stream);
    ceilingExamples = List.copyOf(ceilingExamples);
  }

  static Plan of(Dataset data, int requests, long seed) {
    Random random = new Random(seed);
    List<Row> test = new ArrayList<>(data.test());
    Collections.shuffle(test, random);
    List<Row> train = new ArrayList<>(data.train());
    Collections.shuffle(train, random);
    int quarter = Math.min(requests / 4, test.size());
    List<Row> last = test.subList(0, quarter);
    List<Row> before = new ArrayList<>(test.subList(quarter, test.size()));
    // A small test split is filled up with training rows, but only before the last quarter.
    int missing = Math.max(0, requests - quarter - before.size());
    before.addAll(train.subList(0, Math.min(missing, train.size())));
    List<Row> stream =
        new ArrayList<>(before.subList(0, Math.min(before.size(), requests - quarter)));
    Collections.shuffle(stream, random);
    stream.addAll(last);
    Set<String> played = new HashSet<>();
    last.forEach(row -> played.add(row.text()));
    List<Row> ceiling =
        train.stream()
            .filter(row -> !played.contains(row.text()))
            .filter(row -> Scans.clean(row.text()) && Scans.clean(row.label()))
            .limit(MAX_CEILING)
            .toList();
    return new Plan(
        stream,
        ceiling,
        data.labels(),
        Math.max(1, stream.size() / BATCHES),
        stream.size() - quarter);
  }
}
