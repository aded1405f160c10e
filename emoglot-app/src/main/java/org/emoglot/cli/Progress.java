package org.emoglot.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.emoglot.io.VisibleText;

/**
 * Shows the progress of some work, its speed and the time left: one line that is rewritten in place
 * on a terminal, a plain line every few seconds elsewhere.
 *
 * <pre>
 * training baseline2: 120/600 steps (20 %), 2.4 steps/s, 3:20 left, validation UAR 41.2 %
 * </pre>
 *
 * <p>Every long work tells its progress, so here is also where Ctrl-C takes hold: in an interrupted
 * thread each update throws {@link CancellationException}.
 *
 * <p>May be used by several threads. Closing it ends the line.
 */
final class Progress implements AutoCloseable {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_BETWEEN_REWRITES = NANOS_PER_SECOND / 10;
  private static final long NANOS_BETWEEN_LINES = 5 * NANOS_PER_SECOND;
  private static final String ERASE_LINE = "\r\u001B[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final String what;
  private final String unit;
  private long total;
  private final long start;

  private long alreadyDone;
  private long done;
  private String note = "";
  private long lastShown;

  /**
   * @param out where it writes
   * @param terminal whether a line there can be rewritten
   * @param nanoTime the clock, as {@link System#nanoTime()}
   * @param what the work
   * @param unit what is counted, in the plural
   * @param total how many there are; 0 if not known yet
   */
  Progress(
      PrintWriter out,
      boolean terminal,
      LongSupplier nanoTime,
      String what,
      String unit,
      long total) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.what = what;
    this.unit = unit;
    this.total = total;
    this.start = nanoTime.getAsLong();
    this.lastShown = start;
  }

  /** On standard error; the launcher says whether that is a terminal. */
  static Progress on(PrintWriter err, String what, String unit, long total, long alreadyDone) {
    Progress progress = new Progress(err, isTerminal(), System::nanoTime, what, unit, total);
    progress.alreadyDone = alreadyDone;
    return progress;
  }

  private static boolean isTerminal() {
    return Boolean.getBoolean("emoglot.terminal");
  }

  /** What to write to standard error before a sentence, so that it does not end a bar's line. */
  static String clearing() {
    return isTerminal() ? ERASE_LINE : "";
  }

  /** What to write to standard error once the terminal has shown ^C in the line of a bar. */
  static String interrupting() {
    return isTerminal() ? System.lineSeparator() : "";
  }

  /** Writes nothing. */
  static Progress silent(String what, String unit, long total) {
    return new Progress(
        new PrintWriter(Writer.nullWriter()), false, System::nanoTime, what, unit, total);
  }

  /** One more is done. */
  synchronized void step() {
    update(done + 1, total, note);
  }

  /** So many are done, of so many. */
  void update(long count, long of) {
    update(count, of, "");
  }

  /**
   * So many are done.
   *
   * @param count since the beginning
   * @param of how many there are; 0 if not known yet
   * @param remark the state of the work, such as the loss; may be empty
   * @throws CancellationException if this thread is interrupted
   */
  synchronized void update(long count, long of, String remark) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("Interrupted after " + count + " " + unit + ".");
    }
    done = count;
    total = of;
    note = remark;
    long now = nanoTime.getAsLong();
    if (now - lastShown >= (terminal ? NANOS_BETWEEN_REWRITES : NANOS_BETWEEN_LINES)) {
      show(now);
    }
  }

  /** Shows the last state and ends the line, if there was anything to show. */
  @Override
  public synchronized void close() {
    if (done == 0 || Interruption.isUnderWay()) {
      return; // in an interruption the last message says how to resume
    }
    show(nanoTime.getAsLong());
    if (terminal) {
      out.println();
      out.flush();
    }
  }

  private void show(long now) {
    lastShown = now;
    if (terminal) {
      out.print(ERASE_LINE + line(now));
    } else {
      out.println(line(now));
    }
    out.flush();
  }

  private String line(long now) {
    double seconds = (double) (now - start) / NANOS_PER_SECOND;
    StringBuilder line = new StringBuilder(VisibleText.line(what)).append(": ").append(done);
    if (total > 0) {
      line.append('/').append(total);
    }
    line.append(' ').append(unit);
    if (total > 0) {
      line.append(" (").append(100 * done / total).append(" %)");
    }
    if (done > alreadyDone && seconds > 0) {
      double rate = (done - alreadyDone) / seconds;
      line.append(", ").append(pace(rate));
      if (done < total) {
        line.append(", ").append(clock(Math.round((total - done) / rate))).append(" left");
      } else {
        line.append(", ").append(clock(Math.round(seconds))).append(" in total");
      }
    }
    return (note.isEmpty() ? line : line.append(", ").append(VisibleText.line(note))).toString();
  }

  /** How many a second, or, of slow work, how long one takes. */
  private String pace(double rate) {
    if (rate < 1) {
      return String.format(Locale.ROOT, "%.1f s each", 1 / rate);
    }
    return String.format(Locale.ROOT, rate < 100 ? "%.1f %s/s" : "%.0f %s/s", rate, unit);
  }

  /** Minutes and seconds, with hours if there are any. */
  private static String clock(long seconds) {
    long hours = seconds / 3600;
    long minutes = seconds / 60 % 60;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60);
  }
}
