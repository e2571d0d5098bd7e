import { url } from "./composition.ts";
import {
  anything,
  boolean,
  byType,
  type Check,
  integer,
  list,
  number,
  object,
  oneOf,
  type Shape,
  string,
} from "./schema.ts";

/** `rich_text` and what may stand in it. A text element of no characters refuses the whole message. */

const look = object({}, { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean });
const highlight = object(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
    underline: boolean,
  },
);
const inline = (required: Shape, optional: Shape = {}, style: Check = look): Check =>
  object({ type: anything, ...required }, { style, ...optional });

const text = inline({ text: string(3000) });
const link = inline({ url: url() }, { text: string(3000), unsafe: boolean });

const inlines: Shape = {
  text,
  link,
  broadcast: inline({ range: oneOf("here", "channel", "everyone") }),
  channel: inline({ channel_id: string(255) }, {}, highlight),
  color: inline({ value: string(32) }),
  date: inline({ timestamp: number(0), format: string(255) }, { url: url(), fallback: string(255) }),
  emoji: inline({ name: string(255) }, { unicode: string(255), url: url() }),
  team: inline({ team_id: string(255) }),
  user: inline({ user_id: string(255) }, {}, highlight),
  usergroup: inline({ usergroup_id: string(255) }, {}, highlight),
};

const many = 1000;
const border = oneOf(0, 1);
const section = object({ type: anything, elements: list(byType(inlines), 1, many) });
const parts: Shape = {
  rich_text_section: section,
  rich_text_quote: object({ type: anything, elements: list(byType(inlines), 1, many) }, { border }),
  rich_text_preformatted: object(
    { type: anything, elements: list(byType({ text, link }), 1, many) },
    { border, language: string(64) },
  ),
  rich_text_list: object(
    {
      type: anything,
      style: oneOf("bullet", "ordered"),
      elements: list(byType({ rich_text_section: section }), 1, many),
    },
    { indent: integer(0, 8), offset: integer(0, 100_000), border },
  ),
};

export const richText = byType({
  rich_text: object({ type: anything, elements: list(byType(parts), 1, many) }, { block_id: string(255) }),
});
