import { type Fields, fieldsIn, isFields } from "./fields.ts";

/** An element a person can act on, and the block it stands in. */
export type Located = { block: Fields; element: Fields };

/** Every element that has an `action_id`, in reading order, whatever it is nested in. */
export function elementsOf(blocks: Fields[]): Located[] {
  return blocks.flatMap(elementsOfBlock);
}

function elementsOfBlock(block: Fields): Located[] {
  const here = (elements: Fields[]): Located[] => elements.map((element) => ({ block, element }));
  switch (block.type) {
    case "actions":
    case "context_actions":
      return here(fieldsIn(block.elements));
    case "section":
      return isFields(block.accessory) && block.accessory.type !== "image" ? here([block.accessory]) : [];
    case "input":
      return isFields(block.element) ? here([block.element]) : [];
    case "card":
      return here(fieldsIn(block.actions));
    case "carousel":
      return elementsOf(fieldsIn(block.elements));
    case "container":
      return elementsOf(fieldsIn(block.child_blocks));
    default:
      return [];
  }
}

/** A block and all blocks inside it. */
export function blocksWithin(blocks: Fields[]): Fields[] {
  return blocks.flatMap((block) => [
    block,
    ...(block.type === "carousel" ? blocksWithin(fieldsIn(block.elements)) : []),
    ...(block.type === "container" ? blocksWithin(fieldsIn(block.child_blocks)) : []),
  ]);
}

/** A copy in which every block and every element has an id, as Slack gives one to whatever came without. */
export function withIds(blocks: Fields[], nextId: (prefix: string) => string): Fields[] {
  const copy = structuredClone(blocks);
  for (const block of blocksWithin(copy)) block.block_id ??= nextId("b");
  for (const { element } of elementsOf(copy)) element.action_id ??= nextId("a");
  return copy;
}
