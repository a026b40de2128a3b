package ai.tidemark.scan.report.page;

/** How the page looks: on a screen from 320 px, light and dark, and on A4. */
final class PageStyle {
  private PageStyle() {}

  /** Contrast of text is at least 4.5 : 1 in both schemes. */
  static final String CSS =
      """
      :root { --back: #ffffff; --ink: #16202a; --soft: #4a5763; --line: #cdd5dc; --tint: #f2f5f7;
        --bar: #2f6f9f; --law: #b3400b; --wide: #dbe7f0; --narrow: #b3cde0; --key: #b3400b;
        --mark: #4a5763; }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--back);
        color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
      bdi, code { overflow-wrap: anywhere; }
      h1 { margin: .2rem 0 .6rem; font-size: 1.8rem; line-height: 1.2; }
      h2 { margin: 2.2rem 0 .6rem; font-size: 1.25rem; line-height: 1.3; }
      .kind, figcaption, footer, caption { color: var(--soft); }
      .kind { margin: 0; }
      .verdict { border-left: .5rem solid var(--mark); padding: .6rem 1rem;
        background: var(--tint); }
      .verdict.marked { --mark: #b3400b; }
      .verdict.alert { --mark: #a86a00; }
      .verdict.invalid, .verdict.incomplete { --mark: #7a2fa0; }
      .plain { font-size: 1.1em; }
      .verdict ul { margin: .4rem 0; padding-left: 1.2rem; }
      blockquote { margin: 0; padding: .1rem 1rem; border-left: .2rem solid var(--line); }
      table { width: 100%; margin: 1rem 0; border-collapse: collapse; font-size: .92rem; }
      caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
      th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: left;
        vertical-align: top; }
      th { font-weight: 600; }
      data { font-variant-numeric: tabular-nums; white-space: nowrap; }
      code { font-size: .9em; }
      figure { margin: 1rem 0; }
      svg { display: block; width: 100%; max-width: 30rem; height: auto; margin-top: .5rem; }
      svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
      .bar { fill: var(--bar); }
      .law { fill: none; stroke: var(--law); stroke-width: 2; }
      .grid { stroke: var(--line); stroke-width: 1; }
      .axis { stroke: var(--soft); stroke-width: 1; }
      .wide { fill: var(--wide); }
      .narrow { fill: var(--narrow); }
      .key { stroke: var(--key); stroke-width: 2; }
      .decoy { stroke: var(--ink); stroke-width: .6; stroke-opacity: .45; }
      details { margin: .6rem 0 1.4rem; }
      summary { cursor: pointer; color: var(--soft); }
      .each { columns: 4.6rem; column-gap: .6rem; font-size: .8rem; line-height: 1.35; }
      .each data { display: block; text-align: right; }
      footer { margin-top: 2.5rem; font-size: .9rem; }
      @media screen and (prefers-color-scheme: dark) {
        :root { --back: #12181e; --ink: #e8edf1; --soft: #a9b6c2; --line: #3a4651; --tint: #1a222a;
          --bar: #6fb1e0; --law: #ff9a66; --wide: #24384a; --narrow: #35556f; --key: #ff9a66;
          --mark: #a9b6c2; }
        .verdict.marked { --mark: #ff9a66; }
        .verdict.alert { --mark: #e0b050; }
        .verdict.invalid, .verdict.incomplete { --mark: #c99aec; }
      }
      @media screen and (max-width: 44rem) {
        table, caption, tbody, tr, th, td { display: block; }
        thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        tr { padding: .4rem 0; border-bottom: 1px solid var(--line); }
        th, td { border: 0; padding: .1rem 0; }
        data { white-space: normal; overflow-wrap: anywhere; }
        td { display: flex; gap: .8rem; }
        td div { min-width: 0; }
        svg text { font-size: 13px; }
        td::before { content: attr(data-head); flex: 0 0 8.5rem; color: var(--soft); }
      }
      @page { size: A4; margin: 16mm 14mm; }
      @media print {
        body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.4; }
        h1 { font-size: 18pt; }
        h2 { font-size: 12.5pt; margin-top: 6mm; break-after: avoid; }
        table { font-size: 8pt; }
        th, td { padding: .8mm 1.2mm; }
        tr, figure, .verdict, blockquote { break-inside: avoid; }
        caption, thead { break-after: avoid; }
        svg { max-width: 110mm; }
        details:not([open]) { display: none; }
        .each { columns: 13mm; column-gap: 2mm; font-size: 7pt; line-height: 1.25; }
        * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      }
      """;
}
