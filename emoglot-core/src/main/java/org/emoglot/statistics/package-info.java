/**
 * What can be concluded from measures of several runs: spread over seeds, intervals, and paired
 * tests of two systems on the same items. Pure functions; everything random follows from a seed.
 */
@NullMarked
package org.emoglot.statistics;

import org.jspecify.annotations.NullMarked;
