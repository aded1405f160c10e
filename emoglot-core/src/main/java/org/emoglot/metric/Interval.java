package org.emoglot.metric;

/**
 * An estimate with its confidence interval.
 *
 * @param value from all data
 * @param low lower end
 * @param high upper end
 * @param level coverage aimed at, in (0, 1)
 */
public record Interval(double value, double low, double high, double level) {}
