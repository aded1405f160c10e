package org.emoglot.grid;

import java.util.List;

/**
 * What a study is asked for.
 *
 * @param grid preset, data, the one system, seeds, backbones and folder; its settings are the base
 * @param tasks as {@link org.emoglot.protocol.Task#parse} reads them; the preset's development
 *     tasks if empty
 * @param variants at least one; those with the same settings count once
 * @param factors the settings that they differ in
 * @param selection what they are ranked by
 * @param choosing whether one of them is to be chosen, for which a target may not serve
 * @param notes what the record should say besides, in sentences
 */
public record StudyRequest(
    GridRequest grid,
    List<String> tasks,
    List<Variant> variants,
    List<String> factors,
    Selection selection,
    boolean choosing,
    List<String> notes) {

  public StudyRequest {
    tasks = List.copyOf(tasks);
    variants = List.copyOf(variants);
    factors = List.copyOf(factors);
    notes = List.copyOf(notes);
  }
}
