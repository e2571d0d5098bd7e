import { anyText, identifier, image, mrkdwn, plainText, url } from "./composition.ts";
import { button, imageElement, inActions, inContextActions, inInput, interactive } from "./elements.ts";
import { richText } from "./rich_text.ts";
import {
  also,
  anything,
  boolean,
  byType,
  type Check,
  list,
  object,
  oneOf,
  type Shape,
  string,
  words,
  wrong,
} from "./schema.ts";
import { dataTable, dataVisualization, table } from "./tables.ts";

/** Every block, and where it may stand (docs.slack.dev, "Blocks"). */

const block = (required: Shape, optional: Shape = {}): Check =>
  object({ type: anything, ...required }, { block_id: identifier, ...optional });

const section = also(
  block(
    {},
    {
      text: anyText(3000),
      fields: list(anyText(2000), 1, 10),
      accessory: byType({ ...interactive, image: imageElement }),
      expand: boolean,
    },
  ),
  (value, at) => ((value.text ?? value.fields) ? [] : wrong("missing required field: text", at)),
);

const card = also(
  block(
    {},
    {
      hero_image: byType({ image: imageElement }),
      icon: byType({ image: imageElement }),
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      subtext: mrkdwn(200),
      actions: list(byType({ button }), 1, 3),
    },
  ),
  (value, at) =>
    (value.hero_image ?? value.title ?? value.actions ?? value.body) ? [] : wrong("missing required field: title", at),
);

const taskCard = block(
  {
    task_id: string(255),
    title: words(255),
    status: oneOf("pending", "in_progress", "complete", "error"),
  },
  {
    details: richText,
    output: richText,
    sources: list(byType({ url: object({ type: anything, url: url(), text: string(255) }) }), 1, 100),
  },
);

const everywhere: Shape = {
  actions: block({ elements: list(byType(inActions), 1, 25) }),
  context: block({ elements: list(byType({ ...textShapes(), image: imageElement }), 1, 10) }),
  divider: block({}),
  header: block({ text: plainText(150) }),
  image: image({ type: anything, alt_text: string(2000) }, { block_id: identifier, title: plainText(2000) }),
  rich_text: richText,
  section,
  video: block(
    { video_url: url(), thumbnail_url: url(), alt_text: string(200), title: plainText(200) },
    {
      title_url: url(),
      author_name: string(50),
      provider_name: string(50),
      provider_icon_url: url(),
      description: plainText(200),
    },
  ),
};

/** A text as an element among others. Slack states 3,000 for text objects and is met at 2,000 here: the smaller holds. */
function textShapes(): Shape {
  return { plain_text: plainText(2000), mrkdwn: mrkdwn(2000) };
}

const container = also(
  block(
    { child_blocks: list(byType({ ...everywhere, table }), 1, 10) },
    {
      title: plainText(150),
      rich_text_title: richText,
      subtitle: anyText(150),
      width: oneOf("narrow", "standard", "wide", "full"),
      icon: byType({ image: imageElement }),
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
  ),
  (value, at) => ((value.title ?? value.rich_text_title) ? [] : wrong("missing required field: title", at)),
);

const input = block(
  { label: plainText(2000), element: byType(inInput) },
  { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
);

export const inMessages: Check = byType({
  ...everywhere,
  card,
  carousel: block({ elements: list(byType({ card }), 1, 10) }),
  container,
  context_actions: block({ elements: list(byType(inContextActions), 1, 5) }),
  data_table: dataTable,
  data_visualization: dataVisualization,
  markdown: block({ text: words(12_000) }),
  plan: block({ title: words(255) }, { tasks: list(byType({ task_card: taskCard }), 1, 50) }),
  table,
  task_card: taskCard,
});

export const inHome: Check = byType({ ...everywhere, input });

export const inModals: Check = byType({
  ...everywhere,
  input,
  alert: block({ text: anyText(200) }, { level: oneOf("default", "info", "warning", "error", "success") }),
});
