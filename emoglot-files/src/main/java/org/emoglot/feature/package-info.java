/**
 * Keeps on disk what the frozen part of an encoder made of a clip, so that it is computed once for
 * all runs. Uses only files and numbers, no tensor engine.
 *
 * <p>A store is a folder:
 *
 * <pre>
 * CACHEDIR.TAG            tells backup programs to pass over the folder
 * lock                    held by the process that counts, publishes or evicts; 8 bytes: the count
 * writing/PID-TIME-N      an entry in the making
 * entries/AB/CDEF...      an entry; AB and CDEF... are the 64 hexadecimal digits of its key
 * </pre>
 *
 * <p>An entry is a header of 64 bytes followed by the values; all numbers are little-endian:
 *
 * <pre>
 * offset  bytes  content
 *      0      8  "EMOGLOTF" in ASCII
 *      8      4  version of the layout: 1
 *     12      4  type of a value: 1 for fp32 (IEEE 754 binary32), 2 for bf16 (its upper half)
 *     16      4  frames T, at least 1
 *     20      4  channels C, at least 1
 *     24     32  SHA-256 of the key's text, see {@link org.emoglot.feature.FeatureKey}
 *     56      4  CRC-32C of the values
 *     60      4  CRC-32C of bytes 0 to 59
 *     64  T*C*4  values, frame by frame (T*C*2 bytes for bf16); the file ends with them
 * </pre>
 *
 * <p>An entry is written under a name that nobody reads, then moved into place: it is there whole
 * or not at all, whenever its writer is killed. {@code docs/feature-store.md} says what follows
 * from that, and what was measured.
 */
@NullMarked
package org.emoglot.feature;

import org.jspecify.annotations.NullMarked;
