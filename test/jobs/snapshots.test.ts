import { chmod, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { materialise, takeSnapshot } from "../../jobs/snapshots.ts";
import { Blobs } from "../../models/snapshot.ts";
import { useDatabase } from "../support/database.ts";

useDatabase();

/** A folder with these files. */
async function aFolder(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "helix-snapshot-"));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

const git = (root: string, ...words: string[]) =>
  execa("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...words], { cwd: root });
const taken = async (root: string) => takeSnapshot("T1", root, new Date());
const paths = async (root: string) => (await taken(root)).files.map(({ path }) => path);

it("without git, it holds what .gitignore does not name", async () => {
  const root = await aFolder({
    "a.py": "1",
    "b/c.py": "2",
    "data.bin": "x",
    "__pycache__/a.pyc": "y",
    ".gitignore": "*.bin\n",
  });

  expect(await paths(root)).toEqual([".gitignore", "a.py", "b/c.py"]);
});

it("with git, it holds what git sees, and says whether something was changed on top", async () => {
  const root = await aFolder({ "a.py": "1", secret: "x", ".gitignore": "secret\n" });
  await git(root, "init", "-q");
  await git(root, "add", ".");
  await git(root, "commit", "-qm", "first");

  const clean = await taken(root);
  await writeFile(join(root, "new.py"), "2");
  const dirty = await taken(root);

  expect(clean).toMatchObject({ dirty: false, commit: expect.stringMatching(/^[0-9a-f]{40}$/) });
  expect(clean.files.map(({ path }) => path)).toEqual([".gitignore", "a.py"]);
  expect(dirty).toMatchObject({ dirty: true, commit: clean.commit });
  expect(dirty.files.map(({ path }) => path)).toContain("new.py");
});

it("a folder that the repository around it ignores as a whole is none of it: it holds what its own .gitignore does not name", async () => {
  const around = await aFolder({
    ".gitignore": "/kept/\n",
    "kept/a.py": "1",
    "kept/b.bin": "2",
    "kept/.gitignore": "*.bin\n",
  });
  await git(around, "init", "-q");
  await git(around, "add", ".");
  await git(around, "commit", "-qm", "first");

  const inside = await taken(join(around, "kept"));

  expect(inside.files.map(({ path }) => path)).toEqual([".gitignore", "a.py"]);
  expect(inside).toMatchObject({ commit: null, dirty: false });
});

it("the same files are the same snapshot, wherever they stand; one byte makes another", async () => {
  const [one, two, other] = await Promise.all([aFolder({ a: "1" }), aFolder({ a: "1" }), aFolder({ a: "2" })]);

  expect((await taken(one))._id).toBe((await taken(two))._id);
  expect((await taken(one))._id).not.toBe((await taken(other))._id);
});

it("is written out as it was, whatever became of the checkout, by two at once", async () => {
  const root = await aFolder({ "run.sh": "#!/bin/sh\n", "b/c.py": "é" });
  await chmod(join(root, "run.sh"), 0o755);
  const { _id } = await taken(root);
  await writeFile(join(root, "b/c.py"), "changed");
  const home = await aFolder({});

  const [folder, again] = await Promise.all([materialise(_id, home), materialise(_id, home)]);

  expect(again).toBe(folder);
  expect(await readFile(join(folder, "b/c.py"), "utf8")).toBe("é");
  expect((await stat(join(folder, "run.sh"))).mode & 0o100).toBe(0o100);
});

it("content that is not what it was when taken is not executed", async () => {
  const { _id, files } = await taken(await aFolder({ "a.py": "1" }));
  await Blobs.updateOne({ _id: files[0]?.blob ?? "" }, { $set: { data: Buffer.from("evil") } });

  await expect(materialise(_id, await aFolder({}))).rejects.toThrow(/stored content of a\.py does not match its hash/);
});

it("a file beyond 15 MB is named, with what to do", async () => {
  const root = await aFolder({ "weights.bin": "" });
  await truncate(join(root, "weights.bin"), 16 * 1024 * 1024);

  await expect(taken(root)).rejects.toMatchObject({
    what: "The program was not registered",
    why: "weights.bin is 17 MB, and a file of a program may have up to 15 MB",
    next: "let git ignore it, or move it away; nothing was changed",
  });
});
