/** Where text comes from: files, trees and records, bounded and strict. */
@NullMarked
package ai.tidemark.scan.source;

import org.jspecify.annotations.NullMarked;
