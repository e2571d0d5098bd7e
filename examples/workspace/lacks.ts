import { type Fields, fieldsIn, parsed } from "./fields.ts";
import type { State } from "./model.ts";
import { Refusal } from "./refusal.ts";
import { wrong } from "./validate/schema.ts";

/** What an older or another Slack does not have; the app has to do without it. */
export type Lacks = {
  /** Answered with `unknown_method`. */
  methods: string[];
  /** Refused in messages with `invalid_blocks`. */
  blocks: string[];
  /** Message metadata is taken and forgotten. */
  metadata: boolean;
};

export const lacksNothing: Lacks = { methods: [], blocks: [], metadata: false };

/** The arguments as such a Slack understands them. @throws Refusal for what it does not know */
export function understood({ lacks }: State, method: string, args: Fields): Fields {
  if (lacks.methods.includes(method)) throw new Refusal("unknown_method");
  const index = fieldsIn(parsed(args.blocks)).findIndex(({ type }) => lacks.blocks.includes(String(type)));
  const type = fieldsIn(parsed(args.blocks))[index]?.type;
  if (type) throw new Refusal("invalid_blocks", wrong(`unsupported type: ${type}`, `/blocks/${index}/type`));
  const { metadata: _forgotten, ...rest } = args;
  return lacks.metadata ? rest : args;
}
