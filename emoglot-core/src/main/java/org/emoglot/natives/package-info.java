/**
 * Native libraries in JavaCPP's cache: whole or absent, even after a kill and with several starts
 * at once. Loads nothing itself.
 */
@NullMarked
package org.emoglot.natives;

import org.jspecify.annotations.NullMarked;
