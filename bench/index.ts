import { benches } from "./all.ts";
import { held, measured } from "./page.ts";
import { keepResult, measure, type Result } from "./results.ts";

/** `npm run bench [-- name …]`: measures, prints a table, and writes bench/results.json and docs/performance.md. */
const asked = process.argv.slice(2);
const names = benches.map(({ name }) => name);
const unknown = asked.filter((name) => !names.includes(name));

function print({ name, goal, seconds, figures, problem }: Result): void {
  console.log(`\n${name} (${seconds} s): ${goal}`);
  if (problem) console.log(`  could not be measured: ${problem}`);
  const widest = Math.max(0, ...figures.map(({ what }) => what.length));
  for (const figure of figures) {
    const goalWords = figure.goal === null ? "" : `  goal ${figure.goal}: ${held(figure).replaceAll("*", "")}`;
    console.log(`  ${figure.what.padEnd(widest)}  ${measured(figure)}${goalWords}`);
  }
}

if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(", ")}; there are: ${names.join(", ")}`);
  process.exitCode = 2;
} else {
  for (const bench of benches.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    const result = await measure(bench);
    print(result);
    await keepResult(result, names);
    if (result.problem !== null || result.figures.some((figure) => figure.held === false)) process.exitCode = 1;
  }
}
