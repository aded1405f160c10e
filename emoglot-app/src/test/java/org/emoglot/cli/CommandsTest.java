package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandsTest {

  @Test
  void line_withEveryCommand_callsEachByItsOwnName() {
    assertThat(Commands.line().getSubcommands())
        .allSatisfy((name, command) -> assertThat(command.getCommandSpec().name()).isEqualTo(name))
        .containsOnlyKeys(new Commands());
  }

  @Test
  void line_forOneCommand_readsNoOther() {
    assertThat(Commands.line("predict", "train").getSubcommands()).containsOnlyKeys("predict");
  }

  @Test
  void line_forAllElse_hasEveryCommand() {
    int all = Commands.line().getSubcommands().size();

    for (List<String> args :
        List.of(
            List.<String>of(),
            List.of("--help"),
            List.of("help", "predict"),
            List.of("completion", "bash"),
            List.of("predcit"))) {
      assertThat(Commands.line(args.toArray(String[]::new)).getSubcommands())
          .as("%s", args)
          .hasSize(all);
    }
  }
}
