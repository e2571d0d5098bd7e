import {
  confirm,
  conversationFilter,
  dispatchConfig,
  identifier,
  image,
  initialAmongOptions,
  option,
  optionGroup,
  overflowOption,
  plainText,
  richOption,
  style,
  url,
} from "./composition.ts";
import { richText } from "./rich_text.ts";
import {
  also,
  anything,
  boolean,
  type Check,
  integer,
  list,
  matching,
  object,
  type Shape,
  string,
  wrong,
} from "./schema.ts";

/** Every element a person can press, choose from or type into (docs.slack.dev, "Block elements"). */

const element = (required: Shape, optional: Shape): Check =>
  object({ type: anything, ...required }, { action_id: identifier, ...optional });

const focus: Shape = { focus_on_load: boolean };
const placeholder: Shape = { placeholder: plainText(150) };
const confirmable: Shape = { confirm };
const menu: Shape = { ...confirmable, ...focus, ...placeholder };
const multi: Shape = { ...menu, max_selected_items: integer(1, 100) };
const typed: Shape = { ...focus, ...placeholder, dispatch_action_config: dispatchConfig };

const choice: Shape = { options: list(option, 1, 100), option_groups: list(optionGroup, 1, 100) };
/** A static menu has either options or groups of them. */
const oneSource = (shape: Check): Check =>
  also(initialAmongOptions(shape), (value, at) => {
    if (value.options !== undefined && value.option_groups !== undefined) {
      return wrong("must not define both `options` and `option_groups`", at);
    }
    return (value.options ?? value.option_groups) ? [] : wrong("missing required field: options", at);
  });

const label = string(75);
const ids = list(identifier, 1, 100);
const answer = object({ text: plainText(75), value: string(2000) }, { accessibility_label: label });
const date = matching(/^\d{4}-\d{2}-\d{2}$/, "date");
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/, "time");
const decimal = matching(/^-?\d+(\.\d+)?$/, "number");

export const imageElement = image({ type: anything, alt_text: string(2000) }, {});

export const button = element(
  { text: plainText(75) },
  { value: string(2000), url: url(), style, ...confirmable, accessibility_label: label },
);

/** In actions and as a section's accessory. */
export const interactive: Shape = {
  button,
  checkboxes: initialAmongOptions(
    element(
      { options: list(richOption, 1, 10) },
      { ...confirmable, ...focus, initial_options: list(richOption, 1, 10) },
    ),
  ),
  radio_buttons: initialAmongOptions(
    element({ options: list(richOption, 1, 10) }, { ...confirmable, ...focus, initial_option: richOption }),
  ),
  overflow: element({ options: list(overflowOption, 1, 5) }, confirmable),
  datepicker: element({}, { ...menu, initial_date: date }),
  timepicker: element({}, { ...menu, initial_time: time, timezone: string(255) }),
  datetimepicker: element({}, { ...confirmable, ...focus, initial_date_time: integer(1_000_000_000, 9_999_999_999) }),
  static_select: oneSource(element({}, { ...menu, ...choice, initial_option: option })),
  multi_static_select: oneSource(element({}, { ...multi, ...choice, initial_options: list(option, 1, 100) })),
  external_select: element({}, { ...menu, initial_option: option, min_query_length: integer(0, 100) }),
  multi_external_select: element(
    {},
    { ...multi, initial_options: list(option, 1, 100), min_query_length: integer(0, 100) },
  ),
  users_select: element({}, { ...menu, initial_user: identifier }),
  multi_users_select: element({}, { ...multi, initial_users: ids }),
  channels_select: element({}, { ...menu, initial_channel: identifier, response_url_enabled: boolean }),
  multi_channels_select: element({}, { ...multi, initial_channels: ids }),
  conversations_select: element(
    {},
    {
      ...menu,
      initial_conversation: identifier,
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter: conversationFilter,
    },
  ),
  multi_conversations_select: element(
    {},
    { ...multi, initial_conversations: ids, default_to_current_conversation: boolean, filter: conversationFilter },
  ),
  workflow_button: element(
    {
      text: plainText(75),
      workflow: object({ trigger: object({ url: url() }, { customizable_input_parameters: anything }) }),
    },
    { style, ...confirmable, accessibility_label: label },
  ),
};

const lengths: Shape = { min_length: integer(0, 3000), max_length: integer(1, 3000) };
const richTextInput = element(
  {},
  { ...typed, initial_value: richText, min_lines: integer(1, 100), max_lines: integer(1, 100) },
);

/** In `actions`, a text field with formatting may stand too. */
export const inActions: Shape = { ...interactive, rich_text_input: richTextInput };

const { button: _button, overflow: _overflow, workflow_button: _workflow, ...choosable } = interactive;

/** In `input` blocks. */
export const inInput: Shape = {
  ...choosable,
  rich_text_input: richTextInput,
  plain_text_input: element({}, { ...typed, ...lengths, initial_value: string(3000, 0), multiline: boolean }),
  email_text_input: element({}, { ...typed, initial_value: string(3000) }),
  url_text_input: element({}, { ...typed, initial_value: url() }),
  number_input: element(
    { is_decimal_allowed: boolean },
    { ...typed, initial_value: decimal, min_value: decimal, max_value: decimal },
  ),
  file_input: element({}, { filetypes: list(string(32), 1, 100), max_files: integer(1, 10) }),
};

export const inContextActions: Shape = {
  feedback_buttons: element({ positive_button: answer, negative_button: answer }, {}),
  icon_button: element(
    { icon: string(255), text: plainText(75) },
    { value: string(2000), ...confirmable, accessibility_label: label, visible_to_user_ids: list(identifier, 1, 10) },
  ),
};
