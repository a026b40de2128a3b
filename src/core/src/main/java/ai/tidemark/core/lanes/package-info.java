/**
 * Keyed functions on many tuples at once, by the Vector API: same integers as the scalar code of
 * each scheme, which is the specification. Nothing here may be touched unless {@link
 * ai.tidemark.core.lanes.Lanes#AVAILABLE}: the module jdk.incubator.vector is no part of a default
 * JVM. Arrays go in and out, so that no caller names a vector type.
 */
@NullMarked
package ai.tidemark.core.lanes;

import org.jspecify.annotations.NullMarked;
