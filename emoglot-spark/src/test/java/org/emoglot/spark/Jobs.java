package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs jobs in this process, as {@code spark-submit} would. */
final class Jobs {

  private Jobs() {}

  /** What a job that succeeds prints. */
  static String run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.execute(new PrintWriter(out), new PrintWriter(err), words);
    assertThat(exitCode).describedAs(err.toString()).isZero();
    return out.toString();
  }

  /** What a job says that is refused. */
  static String refused(String... words) {
    StringWriter err = new StringWriter();
    int exitCode = Main.execute(new PrintWriter(new StringWriter()), new PrintWriter(err), words);
    assertThat(exitCode).describedAs(err.toString()).isEqualTo(2);
    return err.toString();
  }
}
