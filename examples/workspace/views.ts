import { type Fields, fieldsIn } from "./fields.ts";
import type { State, View } from "./model.ts";
import { Refusal } from "./refusal.ts";
import { initialValues, keptValues } from "./values.ts";
import { withIds } from "./walk.ts";

const mostStacked = 3;

/** A person's open modals in the order they were opened; the last one is on top. */
export function openViews(state: State, user: string): View[] {
  return [...state.views.values()].filter((view) => view.user === user && view.type === "modal" && view.open);
}

/** The open modals of one stack, the root first. */
export function stackOf(state: State, root: string): View[] {
  return [...state.views.values()].filter((view) => view.root === root && view.open);
}

/** Puts a view before a person, alone or on top of another. @throws Refusal `push_limit_reached`, `duplicate_external_id` */
export function showView(
  state: State,
  user: string,
  definition: Fields,
  under?: { previous?: View | undefined; cause?: string | undefined },
): View {
  const previous = under?.previous;
  if (previous && stackOf(state, previous.root).length >= mostStacked) throw new Refusal("push_limit_reached");
  refuseDuplicateExternalId(state, definition.external_id);
  const id = state.id("V");
  const complete = { ...definition, blocks: withIds(fieldsIn(definition.blocks), state.id) };
  const view: View = {
    id,
    user,
    type: definition.type === "home" ? "home" : "modal",
    definition: complete,
    hash: newHash(state),
    root: previous?.root ?? id,
    previous: previous?.id ?? null,
    values: initialValues(complete.blocks),
    errors: {},
    open: true,
    seq: state.changes.current() + 1,
    cause: under?.cause,
  };
  state.views.set(id, view);
  state.changes.bump();
  return view;
}

function newHash(state: State): string {
  return `${state.clock.now()}.${state.id("h").toLowerCase()}`;
}

function refuseDuplicateExternalId(state: State, externalId: unknown, except?: View): void {
  if (externalId === undefined || externalId === "") return;
  const taken = [...state.views.values()].some(
    (view) => view.open && view !== except && view.definition.external_id === externalId,
  );
  if (taken) throw new Refusal("duplicate_external_id");
}

/** Replaces a view's content. What a person typed stays where block and action ids are the same. @throws Refusal `hash_conflict` */
export function replaceView(state: State, view: View, definition: Fields, hash?: string): void {
  if (hash !== undefined && hash !== view.hash) throw new Refusal("hash_conflict");
  refuseDuplicateExternalId(state, definition.external_id, view);
  const blocks = withIds(fieldsIn(definition.blocks), state.id);
  view.definition = { ...definition, blocks };
  view.hash = newHash(state);
  view.values = keptValues(blocks, view.values);
  view.errors = {};
  state.changes.bump();
}

export function closeView(state: State, view: View): void {
  view.open = false;
  state.changes.bump();
}

export function closeStack(state: State, root: string): void {
  for (const view of stackOf(state, root)) closeView(state, view);
}

/** A view as Slack sends it, with what stands in its fields. */
export function wireView(state: State, view: View): Fields {
  const { title, submit, close, blocks, private_metadata, callback_id, external_id, clear_on_close, notify_on_close } =
    view.definition;
  return {
    id: view.id,
    team_id: state.team.id,
    type: view.type,
    title: title ?? null,
    submit: submit ?? null,
    close: close ?? null,
    blocks,
    private_metadata: private_metadata ?? "",
    callback_id: callback_id ?? "",
    external_id: external_id ?? "",
    state: { values: view.values },
    hash: view.hash,
    clear_on_close: clear_on_close ?? false,
    notify_on_close: notify_on_close ?? false,
    root_view_id: view.root,
    previous_view_id: view.previous,
    app_id: state.bot.appId,
    app_installed_team_id: state.team.id,
    bot_id: state.bot.botId,
  };
}
