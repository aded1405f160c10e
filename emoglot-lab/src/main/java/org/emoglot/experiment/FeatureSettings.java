package org.emoglot.experiment;

import org.emoglot.feature.FeatureType;

/**
 * How training keeps what the frozen part of the encoder computes.
 *
 * @param precision of the values, in memory as on disk, so that both give the same result
 */
public record FeatureSettings(FeatureType precision) {}
