package org.emoglot.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What distinguishes the folders of trainings from those of pretrainings.
 *
 * @param <R> the record of a finished run
 * @param work what is done in the folder, such as {@code training}
 * @param another what a finished run that is not this one is called in a message
 * @param record name of the file of the record, which comes last: if it exists, everything does
 * @param reader reads a record; its second argument is what the user can do if it is damaged
 * @param fingerprint of everything that decides the result of a recorded run
 * @param results what every finished run leaves besides, relative to the folder
 */
public record RunKind<R>(
    String work,
    String another,
    String record,
    BiFunction<Path, String, R> reader,
    Function<R, String> fingerprint,
    List<String> results) {

  public RunKind {
    results = List.copyOf(results);
  }
}
