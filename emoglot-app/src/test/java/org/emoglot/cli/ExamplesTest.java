package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emoglot.grid.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

/** The commands that the help and the documents show can be given. */
class ExamplesTest {

  private static final Path HOME = Path.of(System.getProperty("emoglot.home"));

  /** From the name of the program to the end of its words; not the text of a variable. */
  private static final Pattern EXAMPLE =
      Pattern.compile("(?<![\\w\"/-])(?:\\./)?emoglot ([^|>)#&\n]+)");

  /** What a reader has to fill in. */
  private static final Pattern BLANK = Pattern.compile("<|\\.\\.\\.|…");

  private static final Pattern BLOCK = Pattern.compile("(?s)\n```\\w*\n(.*?)\n```");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|([^\\s']+)");

  static Stream<List<String>> ofTheHelp() {
    return Commands.line().getSubcommands().values().stream()
        .map(command -> String.join("\n", command.getCommandSpec().usageMessage().footer()))
        .flatMap(footer -> examples(footer.replace("%%", "%")));
  }

  static Stream<List<String>> ofTheDocuments() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(HOME.resolve("README.md")));
    for (String folder : List.of("docs", "docs/results")) {
      try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    List<List<String>> examples = new ArrayList<>();
    for (Path document : documents) {
      String text = Files.readString(document).replaceAll("\\$\\w+", "0");
      BLOCK
          .matcher(text)
          .results()
          .flatMap(block -> examples(block.group(1)))
          .filter(words -> !words.get(0).equals("test")) // of the launcher
          .forEach(examples::add);
    }
    return examples.stream();
  }

  private static Stream<List<String>> examples(String text) {
    return EXAMPLE
        .matcher(text.replaceAll("\\\\\n\\s*", ""))
        .results()
        .map(found -> found.group(1))
        .filter(line -> !BLANK.matcher(line).find())
        .map(ExamplesTest::words);
  }

  /** What a shell makes of the line; remarks stand behind two spaces. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line.strip().split(" {2,}")[0]);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }

  @ParameterizedTest
  @MethodSource({"ofTheHelp", "ofTheDocuments"})
  void example_shown_canBeParsed(List<String> words) {
    String[] example = words.toArray(String[]::new);

    ParseResult result = Commands.line(example).parseArgs(example);

    assertThat(result.hasSubcommand()).isTrue();
    int preset = words.indexOf("--preset");
    if (preset >= 0 && !words.get(preset + 1).endsWith(".yaml")) {
      assertThat(Preset.BUILT_IN).contains(words.get(preset + 1));
    }
  }

  @Test
  void readme_tableOfCommands_hasAll() throws IOException {
    String readme = Files.readString(HOME.resolve("README.md"));
    String table = readme.substring(readme.indexOf("| command |"));

    assertThat(new Commands())
        .allSatisfy(name -> assertThat(table).containsPattern("\n\\|.{0,9}`" + name + "`.* \\|"));
  }
}
