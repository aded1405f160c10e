package org.emoglot.grid;

/**
 * One place of the table.
 *
 * @param setting as the preset writes it, such as {@code EN-DE}
 * @param system id of the training system
 * @param seed of everything random
 * @param run name of the run that fills it, a folder below {@code runs}; cells that would train the
 *     same thing share one
 */
public record Cell(String setting, String system, long seed, String run) {}
