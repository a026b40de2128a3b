/** The scenes of the demonstration: ask, hide, scan, and say what held. */
@NullMarked
package ai.tidemark.demo.story;

import org.jspecify.annotations.NullMarked;
