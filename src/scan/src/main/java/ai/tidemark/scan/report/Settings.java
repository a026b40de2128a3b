package ai.tidemark.scan.report;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.scan.inference.DocumentRule;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.source.Selection;
import ai.tidemark.scan.source.SourceLimits;

/**
 * The options a result depends on.
 *
 * @param profile the watermark
 * @param levels what counts as shown
 * @param field JSON pointer to the text of a record
 * @param selection which files were read, and which column of tables
 * @param textBytes UTF-8 bytes of one record at most
 * @param tupleBudget distinct tuples to hold at most
 * @param decoyTupleBudget distinct tuples for the decoys at most
 * @param rates how coarse samples were from the start
 * @param sourceLimits what a file may cost
 * @param documents how documents were flagged
 * @param normalisation which forms of a text were asked about
 * @param decoySeed what the decoys are derived from
 */
public record Settings(
    Profile profile,
    Levels levels,
    String field,
    Selection selection,
    int textBytes,
    long tupleBudget,
    long decoyTupleBudget,
    SampleRates rates,
    SourceLimits sourceLimits,
    DocumentRule documents,
    Normalisation normalisation,
    String decoySeed) {}
