import { type Fields, isFields, parsed, textOf } from "../fields.ts";
import type { State, StepRun } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { wrong } from "../validate/schema.ts";

/** How a step of a workflow ended: once, with what it found or why it failed. */

export function completeSuccess(state: State, args: Fields): Fields {
  const outputs = parsed(args.outputs);
  if (!isFields(outputs)) throw new Refusal("invalid_arguments", wrong("missing required field: outputs", ""));
  end(state, args, { status: "completed", outputs });
  return { ok: true };
}

export function completeError(state: State, args: Fields): Fields {
  const error = textOf(args, "error");
  if (error === undefined) throw new Refusal("invalid_arguments", wrong("missing required field: error", ""));
  end(state, args, { status: "failed", error });
  return { ok: true };
}

function end(state: State, args: Fields, how: Partial<StepRun>): void {
  const run = state.steps.get(textOf(args, "function_execution_id") ?? "");
  if (!run) throw new Refusal("function_execution_not_found");
  if (run.status !== "running") throw new Refusal("execution_not_in_running_state");
  Object.assign(run, how);
}
