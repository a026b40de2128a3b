/**
 * Time from outside: RFC 3161 time-stamp tokens, asked for and verified, by one authority or by
 * several, and renewed by evidence records (RFC 4998) before their certificates age.
 */
@NullMarked
package ai.tidemark.keys.time;

import org.jspecify.annotations.NullMarked;
