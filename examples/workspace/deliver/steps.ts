import type { Fields } from "../fields.ts";
import type { State, StepRun } from "../model.ts";
import { sendEvent } from "./events.ts";

/** Runs the app's step of a workflow, as Workflow Builder does: the app is told, and says later how it ended. */
export function runStep(state: State, callbackId: string, inputs: Fields): StepRun {
  const id = state.id("Fx");
  const token = `xwfp-${id}`;
  const run: StepRun = { id, callbackId, inputs, token, status: "running", outputs: undefined, error: undefined };
  state.steps.set(id, run);
  const at = Math.floor(state.clock.now() / 1000);
  sendEvent(state, "function_executed", {
    type: "function_executed",
    function: {
      id: `Fn${callbackId}`,
      callback_id: callbackId,
      title: callbackId,
      type: "app",
      input_parameters: Object.keys(inputs).map((name) => ({ type: "string", name, is_required: true })),
      output_parameters: [],
      app_id: state.bot.appId,
      date_created: at,
      date_updated: at,
      date_deleted: 0,
    },
    inputs,
    function_execution_id: id,
    workflow_execution_id: state.id("Wx"),
    event_ts: state.clock.ts(),
    bot_access_token: token,
  });
  return run;
}
