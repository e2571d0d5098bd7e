import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { projectRoot } from "../../src/setup/binaries.ts";

/** Where a demo keeps its state: stores, workspace, deployed artifacts, log. */
export interface Home {
  folder: string;
  /** As a person would name it. */
  name: string;
  /** The story was played to its end there, so that people go on instead of hearing it again. */
  isPlayed: boolean;
}

const mark = "played";

/**
 * The demo that people stay in keeps its state from one time to the next, unless it is to start `fresh`; one that ends with
 * its story, or that was ended within it, always starts over.
 */
export async function openHome(name: string, { fresh }: { fresh: boolean }): Promise<Home> {
  const folder = join(projectRoot, ".helix", name);
  const isPlayed = !fresh && existsSync(join(folder, mark));
  if (!isPlayed) await rm(folder, { recursive: true, force: true });
  return { folder, name: relative(projectRoot, folder), isPlayed };
}

export const markPlayed = ({ folder }: Home): Promise<void> => writeFile(join(folder, mark), "");
