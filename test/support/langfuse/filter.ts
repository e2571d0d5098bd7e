import { BadRequest } from "./reply.ts";
import type { Row } from "./row.ts";

type Condition = { type: string; column: string; operator: string; value: unknown; key?: string };
type Test = (row: Row) => boolean;

const plainStrings = ["name", "userId", "sessionId", "type", "traceId", "level", "version"] as const;
const columns: Record<string, (row: Row) => unknown> = {
  ...Object.fromEntries(
    ["id", "type", "name", "traceId", "startTime", "endTime", "environment", "level", "statusMessage", "version"].map(
      column,
    ),
  ),
  ...Object.fromEntries(
    [
      "userId",
      "sessionId",
      "isRootObservation",
      "traceName",
      "tags",
      "latency",
      "totalCost",
      "model",
      "input",
      "output",
    ].map(column),
  ),
  traceTags: (row) => row.tags,
  metadata: (row) => row.metadata,
};

function column(name: string): [string, (row: Row) => unknown] {
  return [name, (row) => row[name as keyof Row]];
}

/** The rows a query asks for. A `filter` overrides every plain parameter, time bounds included, as on the server. */
export function selection(query: URLSearchParams): Test {
  const filter = query.get("filter");
  const tests = filter === null ? plain(query) : parse(filter).map(condition);
  return (row) => tests.every((test) => test(row));
}

function plain(query: URLSearchParams): Test[] {
  const given = (name: string, test: (row: Row, value: string) => boolean): Test[] => {
    const value = query.get(name);
    return value === null ? [] : [(row) => test(row, value)];
  };
  return [
    ...plainStrings.flatMap((name) => given(name, (row, value) => row[name] === value)),
    ...given("parentObservationId", (row, value) => (row.parentObservationId ?? "") === value),
    ...given("isRootObservation", (row, value) => `${row.isRootObservation}` === value),
    ...given("environment", (row) => query.getAll("environment").includes(row.environment)),
    ...given("fromStartTime", (row, value) => Date.parse(row.startTime) >= Date.parse(value)),
    ...given("toStartTime", (row, value) => Date.parse(row.startTime) < Date.parse(value)),
  ];
}

function parse(filter: string): Condition[] {
  const conditions = JSON.parse(filter) as Condition[];
  const isIo = ({ column: name }: Condition) => name === "input" || name === "output";
  const isIndexed = ({ operator }: Condition) => operator === "=" || operator === "matches";
  if (conditions.some(isIo) && !conditions.some((one) => isIo(one) && isIndexed(one))) {
    throw new BadRequest("a filter on input or output needs = or matches");
  }
  return conditions;
}

function condition({ type, column: name, operator, value, key }: Condition): Test {
  const read = columns[name];
  if (!read) throw new BadRequest(`Invalid filter column: ${name}`);
  if (type === "stringObject") {
    const test = compareText(operator, `${value}`);
    return (row) => test(`${(read(row) as Record<string, unknown>)[`${key}`] ?? ""}`);
  }
  if (type === "arrayOptions") return (row) => compareList(operator, value as string[], read(row) as string[]);
  if (type === "stringOptions") return (row) => compareList(operator, value as string[], [`${read(row)}`]);
  if (type === "boolean") return (row) => (read(row) === value) === (operator === "=");
  if (type === "datetime") return (row) => compareNumbers(operator, Date.parse(`${read(row)}`), Date.parse(`${value}`));
  if (type === "number") return (row) => compareNumbers(operator, Number(read(row)), Number(value));
  if (type !== "string") throw new BadRequest(`Invalid filter type: ${type}`);
  const test = compareText(operator, `${value}`);
  return (row) => test(`${read(row) ?? ""}`);
}

function compareText(operator: string, wanted: string): (text: string) => boolean {
  const tests: Record<string, (text: string) => boolean> = {
    "=": (text) => text === wanted,
    contains: (text) => text.includes(wanted),
    "does not contain": (text) => !text.includes(wanted),
    "starts with": (text) => text.startsWith(wanted),
    "ends with": (text) => text.endsWith(wanted),
    matches: (text) => text.toLowerCase().includes(wanted.toLowerCase()),
  };
  return tests[operator] ?? refuse(operator);
}

function compareList(operator: string, wanted: string[], list: string[]): boolean {
  if (operator === "any of") return wanted.some((one) => list.includes(one));
  if (operator === "all of") return wanted.every((one) => list.includes(one));
  if (operator === "none of") return !wanted.some((one) => list.includes(one));
  return refuse(operator);
}

function compareNumbers(operator: string, left: number, right: number): boolean {
  if (operator === ">=") return left >= right;
  if (operator === ">") return left > right;
  if (operator === "<=") return left <= right;
  if (operator === "<") return left < right;
  if (operator === "=") return left === right;
  return refuse(operator);
}

function refuse(operator: string): never {
  throw new BadRequest(`Invalid filter operator: ${operator}`);
}
