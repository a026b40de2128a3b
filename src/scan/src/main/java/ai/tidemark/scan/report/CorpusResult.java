package ai.tidemark.scan.report;

import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.ShareEstimate;

/**
 * One hypothesis about the corpus.
 *
 * @param finding evidence and verdict, global dedup
 * @param share how much of the corpus is marked
 */
public record CorpusResult(Finding finding, ShareEstimate share) {}
