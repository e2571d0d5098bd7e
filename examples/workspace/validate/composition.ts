import { isDeepStrictEqual } from "node:util";
import { fieldsIn, isFields } from "../fields.ts";
import {
  also,
  anything,
  boolean,
  byType,
  type Check,
  list,
  matching,
  object,
  oneOf,
  type Shape,
  string,
  words,
  wrong,
} from "./schema.ts";

/** The small parts that blocks and elements are made of, with Slack's limits (docs.slack.dev, "Composition objects"). */

const plain = (max: number): Check => object({ type: anything, text: words(max) }, { emoji: boolean });
const markup = (max: number): Check => object({ type: anything, text: words(max) }, { verbatim: boolean });

export const plainText = (max: number): Check => byType({ plain_text: plain(max) });
export const mrkdwn = (max: number): Check => byType({ mrkdwn: markup(max) });
export const anyText = (max: number): Check => byType({ plain_text: plain(max), mrkdwn: markup(max) });

export const identifier = string(255);
export const url =
  (max = 3000): Check =>
  (value, at) => {
    const problems = string(max)(value, at);
    return problems.length === 0 ? matching(/^(https?|mailto|slack):\S+$/i, "url")(value, at) : problems;
  };

export const style = oneOf("primary", "danger");

export const confirm = object(
  { text: anyText(300) },
  { title: plainText(100), confirm: plainText(30), deny: plainText(30), style },
);

const optionFields: Shape = { value: string(150) };
const describe: Shape = { description: anyText(75) };
/** Of a select: plain text only. */
export const option = object({ text: plainText(75), ...optionFields }, describe);
/** Of radio buttons and checkboxes: markup too. */
export const richOption = object({ text: anyText(75), ...optionFields }, describe);
/** Of an overflow menu: a link too. */
export const overflowOption = object({ text: plainText(75), ...optionFields }, { ...describe, url: url() });

export const optionGroup = object({ label: plainText(75), options: list(option, 1, 100) });

export const conversationFilter = object(
  {},
  {
    include: list(oneOf("im", "mpim", "private", "public"), 1, 4),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
);

export const dispatchConfig = object(
  {},
  {
    trigger_actions_on: list(oneOf("on_enter_pressed", "on_character_entered"), 1, 2),
  },
);

const slackFile = object({}, { id: string(255), url: url() });
const imageFields: Shape = { image_url: url(), slack_file: slackFile };

/** An image in a block: a text for who cannot see it, and exactly one source. */
export function image(required: Shape, optional: Shape): Check {
  return also(object(required, { ...optional, ...imageFields }), (value, at) =>
    (value.image_url === undefined) === (value.slack_file === undefined)
      ? wrong("must define either `image_url` or `slack_file`", at)
      : [],
  );
}

/** What is selected at first must be one of what can be selected, word for word. */
export function initialAmongOptions(shape: Check): Check {
  return also(shape, (value, at) => {
    const groups = fieldsIn(value.option_groups).flatMap((group) => fieldsIn(group.options));
    const choices = [...fieldsIn(value.options), ...groups];
    const chosen = isFields(value.initial_option) ? [value.initial_option] : fieldsIn(value.initial_options);
    const key = value.initial_option === undefined ? "initial_options" : "initial_option";
    const stranger = chosen.some((one) => !choices.some((choice) => isDeepStrictEqual(choice, one)));
    return stranger ? wrong("must exactly match one of the options", `${at}/${key}`) : [];
  });
}
