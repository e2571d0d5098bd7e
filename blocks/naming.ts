import { joined, type Markup, mention } from "./kit.ts";

/** A sentence in which people (`<@U…>`) are named; all else of it is escaped. For what Helix itself says, never for quotes. */
export const namingPeople = (sentence: string): Markup => joined(sentence.split(/(<@\w+>)/).map(named), "");

const named = (part: string) => (/^<@\w+>$/.test(part) ? mention(part.slice(2, -1)) : part);
