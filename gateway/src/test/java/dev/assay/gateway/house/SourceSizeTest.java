package dev.assay.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing is longer than a reader can hold: files under 300 lines, methods under 60. */
final class SourceSizeTest {
  private static final int FILE_LINES = 300;
  private static final int METHOD_LINES = 60;

  /** Tests run in their module's folder. */
  private static final Path HOUSE = Path.of("").toAbsolutePath().getParent();

  private static List<Path> sources = List.of();

  @BeforeAll
  static void find() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : List.of("config", "policies", "learners", "gateway")) {
      try (Stream<Path> files = Files.walk(HOUSE.resolve(module).resolve("src"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
      }
    }
    sources = List.copyOf(found);
  }

  @Test
  void filesAreUnder300Lines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources) {
      int lines = Files.readAllLines(file).size();
      if (lines >= FILE_LINES) {
        tooLong.add(HOUSE.relativize(file) + " has " + lines + " lines");
      }
    }
    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(tooLong).isEmpty();
  }

  @Test
  void methodsAreUnder60Lines() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> tooLong = new ArrayList<>();
    int[] methods = {0};
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree file : task.parse()) {
        new TreeScanner<Void, Void>() {
          @Override
          public Void visitMethod(MethodTree method, Void nothing) {
            methods[0]++;
            long lines = lines(method, file, positions);
            if (lines >= METHOD_LINES) {
              Path source = Path.of(file.getSourceFile().toUri());
              tooLong.add(
                  HOUSE.relativize(source) + " " + method.getName() + " has " + lines + " lines");
            }
            return super.visitMethod(method, null);
          }
        }.scan(file, null);
      }
    }
    assertThat(methods[0]).isGreaterThan(1000);
    assertThat(tooLong).isEmpty();
  }

  private static long lines(MethodTree method, CompilationUnitTree file, SourcePositions at) {
    LineMap map = file.getLineMap();
    return map.getLineNumber(at.getEndPosition(file, method))
        - map.getLineNumber(at.getStartPosition(file, method))
        + 1;
  }
}
