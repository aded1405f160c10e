/**
 * Native libraries in JavaCPP's cache: there whole or not at all, whoever is killed while they are
 * unpacked, and however many start at once. Loads nothing itself.
 */
@NullMarked
package org.emoglot.natives;

import org.jspecify.annotations.NullMarked;
