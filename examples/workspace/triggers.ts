import type { State } from "./model.ts";
import { Refusal } from "./refusal.ts";
import type { Trigger } from "./traffic.ts";
import { wrong } from "./validate/schema.ts";

/** A permission to open one view, good for three seconds. @param cause the delivery that carries it */
export function issueTrigger(state: State, user: string, cause: string, viewId?: string): string {
  const id = `${state.clock.now()}.${state.id("")}.${state.id("trigger").toLowerCase()}`;
  state.triggers.set(id, { id, user, issuedAt: state.clock.now(), used: false, viewId, cause });
  return id;
}

/** Uses a trigger up. @throws Refusal when it is unknown, older than three seconds, or was used before */
export function exchangeTrigger(state: State, id: string | undefined): Trigger {
  const trigger = id === undefined ? undefined : state.triggers.get(id);
  if (!trigger) throw new Refusal("invalid_arguments", wrong("invalid `trigger_id`", ""));
  if (trigger.used) throw new Refusal("exchanged_trigger_id");
  if (state.clock.now() - trigger.issuedAt > state.timing.triggerMs) throw new Refusal("expired_trigger_id");
  trigger.used = true;
  return trigger;
}
