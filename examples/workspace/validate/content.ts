import { type Fields, fieldsIn, isFields, parsed } from "../fields.ts";
import { Refusal } from "../refusal.ts";
import { blocksWithin, elementsOf } from "../walk.ts";
import { inHome, inMessages, inModals } from "./blocks.ts";
import { identifier, plainText } from "./composition.ts";
import { anything, boolean, type Check, list, object, type Problem, type Shape, string, wrong } from "./schema.ts";

/** All block JSON of one message; not documented by Slack, met in practice near this size. */
const mostBlockJson = 13_200;
const mostCellCharacters = 10_000;
const mostViewBytes = 250_000;
const mostCharts = 2;

/** The blocks of a message, checked as Slack does. @throws Refusal `invalid_blocks…` or `msg_blocks_too_long` */
export function checkedBlocks(given: unknown): Fields[] {
  const blocks = parsed(given);
  if (!Array.isArray(blocks) || !blocks.every(isFields)) throw new Refusal("invalid_blocks_format");
  const problems = blockProblems(blocks, "/blocks");
  if (problems.length > 0) throw new Refusal("invalid_blocks", problems);
  if (JSON.stringify(blocks).length > mostBlockJson) throw new Refusal("msg_blocks_too_long");
  return blocks;
}

/** Everything wrong with a message's blocks; empty when Slack would take them. */
export function blockProblems(blocks: Fields[], at: string): Problem[] {
  const shape = list(inMessages, 0, 50)(blocks, at);
  return shape.length > 0
    ? shape
    : [...repeatedIds(blocks, at), ...overflowingTables(blocks), ...tooManyCharts(blocks)];
}

function repeatedIds(blocks: Fields[], at: string): Problem[] {
  return [
    ...repeatedBlockIds(blocks, at),
    ...blocks.flatMap((block, index) => repeatedActionIds(block, `${at}/${index}`)),
  ];
}

function repeatedBlockIds(blocks: Fields[], at: string): Problem[] {
  const seen = new Set<unknown>();
  return blocks.flatMap((block, index) => {
    if (block.block_id === undefined) return [];
    if (seen.has(block.block_id))
      return wrong(`\`block_id\` "${block.block_id}" already exists`, `${at}/${index}/block_id`);
    seen.add(block.block_id);
    return [];
  });
}

function repeatedActionIds(block: Fields, at: string): Problem[] {
  const seen = new Set<unknown>();
  return elementsOf([block]).flatMap(({ element }, index) => {
    if (element.action_id === undefined) return [];
    const id = element.action_id;
    if (seen.has(id)) return wrong(`\`action_id\` "${id}" already exists`, `${at}/elements/${index}/action_id`);
    seen.add(id);
    return [];
  });
}

function overflowingTables(blocks: Fields[]): Problem[] {
  const tables = blocksWithin(blocks).filter(({ type }) => type === "table" || type === "data_table");
  const cells = tables.flatMap(({ rows }) => (Array.isArray(rows) ? rows.flat() : [])).map(charactersIn);
  const total = cells.reduce((sum, length) => sum + length, 0);
  return total > mostCellCharacters
    ? wrong(`no more than ${mostCellCharacters} characters allowed in table cells`, "")
    : [];
}

/** Characters of every `text` in a cell, also within rich text. */
function charactersIn(cell: unknown): number {
  if (Array.isArray(cell)) return cell.reduce((sum: number, part) => sum + charactersIn(part), 0);
  if (!isFields(cell)) return 0;
  const own = typeof cell.text === "string" ? cell.text.length : 0;
  return own + charactersIn(cell.elements);
}

function tooManyCharts(blocks: Fields[]): Problem[] {
  const charts = blocksWithin(blocks).filter(({ type }) => type === "data_visualization");
  return charts.length > mostCharts ? wrong("too many data_visualization blocks", "") : [];
}

const common: Shape = { private_metadata: string(3000, 0), callback_id: string(255, 0), external_id: string(255, 0) };
const modal = (blocks: Check): Check =>
  object(
    { type: anything, title: plainText(24), blocks },
    {
      ...common,
      close: plainText(24),
      submit: plainText(24),
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
  );

/** A view, checked as `views.*` do. @throws Refusal `invalid_arguments` or `view_too_large` */
export function checkedView(given: unknown, type: "modal" | "home"): Fields {
  const view = parsed(given);
  if (!isFields(view)) throw new Refusal("invalid_arguments", wrong("must provide an object", "/view"));
  const problems = viewProblems(view, type);
  if (problems.length > 0) throw new Refusal("invalid_arguments", problems);
  if (Buffer.byteLength(JSON.stringify(view)) > mostViewBytes) throw new Refusal("view_too_large");
  return view;
}

/** Everything wrong with a view; empty when Slack would show it. */
export function viewProblems(view: Fields, type: "modal" | "home"): Problem[] {
  if (view.type !== type) return wrong(`unsupported type: ${String(view.type)}`, "/view/type");
  const blocks = list(type === "modal" ? inModals : inHome, 1, 100);
  const shape = type === "modal" ? modal(blocks) : object({ type: anything, blocks }, common);
  const problems = shape(view, "/view");
  if (problems.length > 0) return problems;
  const all = fieldsIn(view.blocks);
  return [...repeatedIds(all, "/view/blocks"), ...(type === "modal" ? missingSubmit(view, all) : [])];
}

function missingSubmit(view: Fields, blocks: Fields[]): Problem[] {
  const index = blocks.findIndex(({ type }) => type === "input");
  if (index < 0 || view.submit !== undefined) return [];
  return wrong("must define `submit` to use an `input` block in modals", `/view/blocks/${index}/input`);
}

/** Message metadata: a name and a flat payload. @throws Refusal `invalid_metadata_format` or `metadata_too_large` */
export function checkedMetadata(given: unknown): Fields {
  const metadata = parsed(given);
  const shape = object({ event_type: identifier, event_payload: anything });
  if (!isFields(metadata) || shape(metadata, "/metadata").length > 0 || !isFields(metadata.event_payload)) {
    throw new Refusal("invalid_metadata_format");
  }
  if (JSON.stringify(metadata).length > 16_000) throw new Refusal("metadata_too_large");
  return metadata;
}
