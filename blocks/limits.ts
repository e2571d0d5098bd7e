/**
 * Slack's limits, in UTF-16 code units unless a name says otherwise.
 * Source: Slack's Block Kit and chat.* reference pages, except where a line names another one.
 */
export const limits = {
  messageBlocks: 50,
  /** chat.update refuses more than 4,000; a message is posted once and edited for ever. */
  messageText: 3_900,
  /** JSON of all blocks of one message. Undocumented: about 13,200 gives msg_blocks_too_long (bolt-js issue 2509). */
  messageJson: 13_000,
  viewBlocks: 100,
  viewBytes: 250_000,
  viewTitle: 24,
  privateMetadata: 3_000,
  id: 255,
  header: 150,
  sectionText: 3_000,
  fields: 10,
  fieldText: 2_000,
  /** Helix's own: a name stays on one line or two. */
  fieldName: 150,
  actionsElements: 25,
  contextElements: 10,
  /** Slack names 3,000 for a text object and is met at 2,000 in a context. */
  contextText: 2_000,
  buttonText: 75,
  buttonValue: 2_000,
  buttonLabel: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  inputLabel: 2_000,
  inputHint: 2_000,
  inputText: 3_000,
  placeholder: 150,
  options: 100,
  optionText: 75,
  /** The reference says 150, @slack/types 75: the smaller one passes both. */
  optionValue: 75,
  /** Slack takes 3,000; with its label a link has to fit into one section. */
  url: 2_000,
  /** One text element of a rich text. */
  preformatted: 3_000,
  /** Helix's own: one table cell. */
  tableCell: 120,
  /** All cells of all tables of one message. */
  tableText: 10_000,
  /** Besides the header. */
  tableRows: 100,
  /** Helix's own: rows that are seen at once. */
  tablePage: 20,
  charts: 2,
  chartTitle: 50,
  axisLabel: 50,
  chartLabel: 20,
  chartSeries: 6,
  chartPoints: 20,
} as const;
