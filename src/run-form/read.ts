import { compareBox, type RunField, recommendBox, runFields } from "../../blocks/run-form.ts";
import { Effort, RunIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";
import type { Submitted } from "../label-form.ts";
import type { Read } from "../parse/draft.ts";
import { optimizerNamed } from "../parse/lists.ts";
import { readSettings } from "../parse/settings.ts";
import { readBudget } from "../parse/values.ts";

/** The intent a submitted form stands for, the same as a command's; or what is wrong, by block id. */
export type FormReading = { ok: true; intent: RunIntent } | { ok: false; errors: Record<string, string> };

/** @param program the one that was chosen: its defaults need not be said */
export function readRunForm(values: Submitted, program: Pick<Program, "name" | "config">): FormReading {
  const optimizers = chosen(values, "optimizers").flatMap((word) => optimizerNamed(word) ?? []);
  const budgetUsd = readBudget(typedIn(values, "budgetUsd") || undefined);
  const set = readSettings(lines(typedIn(values, "set")), optimizers);
  const ticked = chosen(values, "after");
  const errors = problems(values, { budgetUsd, set });
  const read = RunIntent.safeParse({
    verb: "run",
    program: program.name,
    optimizers,
    models: chosen(values, "models"),
    strategies: chosen(values, "strategies"),
    efforts: chosen(values, "efforts").filter((word) => Effort.safeParse(word).success),
    temperatures: [],
    // A recommendation says what would change against what is deployed, so it needs that comparison.
    compare: ticked.includes(compareBox) || ticked.includes(recommendBox) ? "deployed" : null,
    recommend: ticked.includes(recommendBox),
    budgetUsd: budgetUsd.value ?? null,
    set: set.value ?? {},
    reflection: reflectionOf(values, program),
  });
  if (read.success && Object.keys(errors).length === 0) return { ok: true, intent: read.data };
  const [issue] = read.success ? [] : read.error.issues;
  const told = issue && { [blockOf(values, fieldOf(issue.path[0]))]: issue.message };
  return { ok: false, errors: { ...told, ...errors } };
}

function reflectionOf(values: Submitted, { config: { roles } }: Pick<Program, "config">): string | null {
  const [alias] = chosen(values, "reflection");
  return alias === undefined || alias === (roles.reflection ?? roles.task) ? null : alias;
}

const problems = (values: Submitted, reads: Partial<Record<RunField, Read<unknown>>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(reads).flatMap(([field, { problem }]) =>
      problem === null ? [] : [[blockOf(values, field as RunField), problem]],
    ),
  );

/** The field of the form that is about a part of a run; what has no field of its own stands at the first. */
export const fieldOf = (part: PropertyKey | null | undefined): RunField =>
  typeof part === "string" && part in runFields ? (part as RunField) : "program";

/** A field's block: those of a program carry its name, so that another program's choices are not kept in them. */
export const blockOf = (values: Submitted, field: RunField): string =>
  Object.keys(values).find((block) => block.split(":")[0] === runFields[field]) ?? runFields.program;

const elementOf = (values: Submitted, field: RunField) => values[blockOf(values, field)]?.[runFields[field]];

/** Values of what was chosen in a menu or ticked; none where nothing was. */
export function chosen(values: Submitted, field: RunField): string[] {
  const { selected_option: one, selected_options: many } = elementOf(values, field) ?? {};
  return [...(one ? [one.value] : []), ...(many ?? []).map(({ value }) => value)].filter(
    (value) => value !== undefined,
  );
}

const typedIn = (values: Submitted, field: RunField): string => elementOf(values, field)?.value?.trim() ?? "";

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
