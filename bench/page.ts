import type { Figure } from "./harness.ts";
import type { Result } from "./results.ts";

/** docs/performance.md: every goal beside what was measured. */
export function performancePage(results: readonly Result[]): string {
  const missed = results.flatMap(({ figures }) => figures).filter(({ held }) => held === false).length;
  const promised = results.flatMap(({ figures }) => figures).filter(({ held }) => held !== null).length;
  const head = [
    "# Performance",
    "",
    "Written by `npm run bench` from `bench/results.json`; do not edit. `npm run bench -- <name>` measures one part again.",
    "",
    `${promised - missed} of ${promised} goals held.`,
    "",
  ];
  return `${[...head, ...results.flatMap(section)].join("\n")}\n`;
}

function section({ name, goal, at, seconds, machine, load, figures, problem }: Result): string[] {
  const beside = load === undefined ? "" : ` In the minute before, ${load.toFixed(1)} processes ran or waited to run.`;
  const where = `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`;
  const body = problem ? [`It could not be measured: ${problem}`] : table(figures);
  return [
    `## ${name}`,
    "",
    goal,
    "",
    ...body,
    "",
    `Measured ${at.slice(0, 10)} in ${seconds} s on ${where}.${beside}`,
    "",
  ];
}

function table(figures: Figure[]): string[] {
  const rows = figures.map(
    (figure) => `| ${cell(figure.what)} | ${measured(figure)} | ${cell(figure.goal ?? "–")} | ${held(figure)} |`,
  );
  return ["| what | measured | goal | held |", "|---|---|---|---|", ...rows];
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

export const measured = ({ value, unit }: Figure): string => `${rounded(value)}${unit && ` ${unit}`}`;

export const held = ({ held: is }: Figure): string => (is === null ? "–" : is ? "yes" : "**no**");

/** Four digits that mean something. */
function rounded(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));
}
