package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emoglot.grid.Preset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The examples below the help of each command are commands that exist. */
class HelpExamplesTest {

  /** From the name of the program to the end of its words. */
  private static final Pattern EXAMPLE = Pattern.compile("\\bemoglot ([^|>)\n]+)");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|([^\\s']+)");

  static Stream<List<String>> examples() {
    return Commands.line().getSubcommands().values().stream().flatMap(HelpExamplesTest::examples);
  }

  private static Stream<List<String>> examples(CommandLine command) {
    String footer = String.join("\n", command.getCommandSpec().usageMessage().footer());
    String lines = footer.replace("%%", "%").replaceAll("\\\\\n\\s*", "");
    return EXAMPLE.matcher(lines).results().map(found -> words(found.group(1)));
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
  @MethodSource("examples")
  void example_inTheHelp_canBeParsed(List<String> words) {
    ParseResult result = Commands.line().parseArgs(words.toArray(String[]::new));

    assertThat(result.hasSubcommand()).isTrue();
    int preset = words.indexOf("--preset");
    if (preset >= 0 && !words.get(preset + 1).endsWith(".yaml")) {
      assertThat(Preset.BUILT_IN).contains(words.get(preset + 1));
    }
  }
}
