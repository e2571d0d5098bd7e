import { type Fields, textOf } from "../fields.ts";
import type { State, View } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { exchangeTrigger } from "../triggers.ts";
import { checkedView } from "../validate/content.ts";
import { wrong } from "../validate/schema.ts";
import { replaceView, showView, wireView } from "../views.ts";

const triggerOf = (args: Fields): string | undefined =>
  textOf(args, "trigger_id") ?? textOf(args, "interactivity_pointer");

export function open(state: State, args: Fields): Fields {
  const definition = checkedView(args.view, "modal");
  const trigger = exchangeTrigger(state, triggerOf(args));
  const view = showView(state, trigger.user, definition, { cause: trigger.cause });
  return { ok: true, view: wireView(state, view) };
}

/** Only a trigger that came from a modal can push onto it. */
export function push(state: State, args: Fields): Fields {
  const definition = checkedView(args.view, "modal");
  const trigger = exchangeTrigger(state, triggerOf(args));
  const previous = trigger.viewId === undefined ? undefined : state.views.get(trigger.viewId);
  if (!previous?.open || previous.type !== "modal") {
    throw new Refusal(
      "invalid_arguments",
      wrong("must match the `type` of the root view whose stack we're pushing onto", "/view/type"),
    );
  }
  const view = showView(state, trigger.user, definition, { previous, cause: trigger.cause });
  return { ok: true, view: wireView(state, view) };
}

export function update(state: State, args: Fields): Fields {
  const view = viewNamed(state, args);
  const definition = checkedView(args.view, view.type);
  replaceView(state, view, definition, textOf(args, "hash"));
  return { ok: true, view: wireView(state, view) };
}

function viewNamed(state: State, args: Fields): View {
  const id = textOf(args, "view_id");
  const externalId = textOf(args, "external_id");
  if (id === undefined && externalId === undefined)
    throw new Refusal("invalid_arguments", wrong("missing required field: view_id", ""));
  const open = [...state.views.values()].filter((view) => view.open);
  const view = open.find(
    (one) => one.id === id || (externalId !== undefined && one.definition.external_id === externalId),
  );
  if (!view) throw new Refusal("not_found");
  return view;
}

/** Each person has one Home per app; publishing replaces it. */
export function publish(state: State, args: Fields): Fields {
  const user = textOf(args, "user_id") ?? "";
  if (!state.users.has(user)) throw new Refusal("invalid_arguments", wrong("invalid `user_id`", ""));
  const definition = checkedView(args.view, "home");
  const home = state.homes.get(user);
  if (home) replaceView(state, home, definition, textOf(args, "hash"));
  const view = home ?? showView(state, user, definition);
  state.homes.set(user, view);
  return { ok: true, view: wireView(state, view) };
}
