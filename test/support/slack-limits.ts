import type { KnownBlock, View } from "@slack/types";
import { expect } from "vitest";

/** Slack's limits once more, written from Slack's reference and not from blocks/: one does not vouch for the other. */

type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };
type Node = { [key: string]: Json };

/** Every way in which Slack would refuse or cut the message or view, as `path: what`; empty when it would take it. */
export function slackProblems(sent: { text: string; blocks: KnownBlock[] } | View): string[] {
  const tree = JSON.parse(JSON.stringify(sent)) as Node;
  const isView = tree.type === "modal" || tree.type === "home";
  return [...(isView ? viewProblems(tree) : messageProblems(tree)), ...inTree(tree, "")];
}

export function expectWithinSlackLimits(sent: { text: string; blocks: KnownBlock[] } | View): void {
  expect(slackProblems(sent)).toEqual([]);
}

function messageProblems({ text, blocks }: Node): string[] {
  return [
    ...sized("/text", text, 1, 4_000),
    ...counted("/blocks", blocks, 0, 50),
    ...(JSON.stringify(blocks).length > 13_200 ? ["/blocks: msg_blocks_too_long"] : []),
    ...uniqueIds(blocks),
  ];
}

function viewProblems(view: Node): string[] {
  const hasInput = list(view.blocks).some((block) => (block as Node).type === "input");
  return [
    ...counted("/blocks", view.blocks, 0, 100),
    ...(Buffer.byteLength(JSON.stringify(view)) > 250_000 ? ["/: view_too_large"] : []),
    ...["title", "submit", "close"].flatMap((name) => optionalText(`/${name}`, view[name], 24)),
    ...sized("/private_metadata", view.private_metadata ?? "", 0, 3_000),
    ...sized("/callback_id", view.callback_id ?? "", 0, 255),
    ...(hasInput && view.submit === undefined ? ["/submit: missing beside an input"] : []),
    ...uniqueIds(view.blocks),
  ];
}

const rules: Record<string, (node: Node, path: string) => string[]> = {
  header: (node, path) => textIs(`${path}/text`, node.text, 150, "plain_text"),
  section: (node, path) => [
    ...(node.text === undefined && node.fields === undefined ? [`${path}: neither text nor fields`] : []),
    ...optionalText(`${path}/text`, node.text, 3_000),
    ...(node.fields === undefined ? [] : counted(`${path}/fields`, node.fields, 1, 10)),
    ...list(node.fields).flatMap((field, i) => textIs(`${path}/fields/${i}`, field, 2_000)),
  ],
  actions: (node, path) => [
    ...counted(`${path}/elements`, node.elements, 1, 25),
    ...repeated(list(node.elements).map((each) => (each as Node).action_id)).map(
      (id) => `${path}: action_id ${id} twice`,
    ),
  ],
  context: (node, path) => [
    ...counted(`${path}/elements`, node.elements, 1, 10),
    ...list(node.elements).flatMap((each, i) => optionalText(`${path}/elements/${i}`, each, 3_000)),
  ],
  image: (node, path) => [
    ...sized(`${path}/image_url`, node.image_url, 1, 3_000),
    ...sized(`${path}/alt_text`, node.alt_text, 1, 2_000),
  ],
  rich_text: (node, path) => counted(`${path}/elements`, node.elements, 1, Number.POSITIVE_INFINITY),
  markdown: (node, path) => sized(`${path}/text`, node.text, 1, 12_000),
  text: (node, path) => sized(`${path}/text`, node.text, 1, Number.POSITIVE_INFINITY),
  table: (node, path) => [
    ...counted(`${path}/rows`, node.rows, 1, 100),
    ...list(node.rows).flatMap((row, i) => counted(`${path}/rows/${i}`, row, 1, 20)),
  ],
  raw_text: (node, path) => sized(`${path}/text`, node.text, 1, Number.POSITIVE_INFINITY),
  input: (node, path) => [
    ...textIs(`${path}/label`, node.label, 2_000, "plain_text"),
    ...optionalText(`${path}/hint`, node.hint, 2_000),
  ],
  button: (node, path) => [
    ...textIs(`${path}/text`, node.text, 75, "plain_text"),
    ...sized(`${path}/value`, node.value ?? "", 0, 2_000),
    ...sized(`${path}/accessibility_label`, node.accessibility_label ?? "", 0, 75),
    ...(node.confirm === undefined ? [] : confirmProblems(`${path}/confirm`, node.confirm as Node)),
  ],
  plain_text_input: (node, path) => [
    ...sized(`${path}/initial_value`, node.initial_value ?? "", 0, 3_000),
    ...(Number(node.max_length ?? 1) > 3_000 ? [`${path}/max_length: over 3000`] : []),
    ...optionalText(`${path}/placeholder`, node.placeholder, 150),
  ],
  static_select: (node, path) => [
    ...counted(`${path}/options`, node.options, 1, 100),
    ...list(node.options).flatMap((each, i) => optionProblems(`${path}/options/${i}`, each as Node)),
    ...repeated(list(node.options).map((each) => (each as Node).value)).map(
      (value) => `${path}: option ${value} twice`,
    ),
  ],
};

function inTree(node: Json, path: string): string[] {
  if (Array.isArray(node)) return node.flatMap((each, i) => inTree(each, `${path}/${i}`));
  if (typeof node === "string") return /\p{Surrogate}/u.test(node) ? [`${path}: lone surrogate`] : [];
  if (typeof node !== "object" || node === null) return [];
  const own = typeof node.type === "string" ? (rules[node.type]?.(node, path) ?? []) : [];
  const ids = ["block_id", "action_id"].flatMap((name) =>
    name in node ? sized(`${path}/${name}`, node[name], 1, 255) : [],
  );
  return [...own, ...ids, ...Object.entries(node).flatMap(([key, value]) => inTree(value, `${path}/${key}`))];
}

function confirmProblems(path: string, confirm: Node): string[] {
  return [
    ...optionalText(`${path}/title`, confirm.title, 100),
    ...textIs(`${path}/text`, confirm.text, 300),
    ...optionalText(`${path}/confirm`, confirm.confirm, 30),
    ...optionalText(`${path}/deny`, confirm.deny, 30),
  ];
}

function optionProblems(path: string, option: Node): string[] {
  return [...textIs(`${path}/text`, option.text, 75), ...sized(`${path}/value`, option.value, 1, 75)];
}

function optionalText(path: string, text: Json, max: number): string[] {
  return text === undefined ? [] : textIs(path, text, max);
}

function textIs(path: string, text: Json, max: number, kind?: string): string[] {
  const { type, text: words } = (text ?? {}) as Node;
  if (type !== "plain_text" && type !== "mrkdwn") return [`${path}: not a text object`];
  return [
    ...(kind !== undefined && type !== kind ? [`${path}: has to be ${kind}`] : []),
    ...sized(path, words, 1, max),
  ];
}

function sized(path: string, text: Json, min: number, max: number): string[] {
  if (typeof text !== "string") return [`${path}: not a string`];
  if (text.trim().length < min) return [`${path}: empty`];
  return text.length > max ? [`${path}: ${text.length} characters, ${max} allowed`] : [];
}

function counted(path: string, items: Json, min: number, max: number): string[] {
  const { length } = list(items);
  return length < min || length > max ? [`${path}: ${length} items, ${min} to ${max} allowed`] : [];
}

function uniqueIds(blocks: Json): string[] {
  return repeated(list(blocks).map((block) => (block as Node).block_id)).map((id) => `/blocks: block_id ${id} twice`);
}

function repeated(ids: Json[]): Json[] {
  return ids.filter((id, i) => id !== undefined && ids.indexOf(id) !== i);
}

function list(items: Json): Json[] {
  return Array.isArray(items) ? items : [];
}
