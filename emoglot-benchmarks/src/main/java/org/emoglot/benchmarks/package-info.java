/**
 * Emoglot's side of the comparison with its peers: a process that answers one request a line, and
 * is timed in turns with theirs by {@code reference/peer_bench.py}.
 */
@NullMarked
package org.emoglot.benchmarks;

import org.jspecify.annotations.NullMarked;
