import { createHash } from "node:crypto";
import { access, chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { execa } from "execa";
import ignore from "ignore";
import { hashOf, sha256 } from "../models/canonical.ts";
import { Blobs, type Snapshot, Snapshots } from "../models/snapshot.ts";
import { Trouble } from "./trouble.ts";

/** MongoDB keeps documents up to 16 MB; a program's file beyond this does not belong beside its source. */
const largestFile = 15 * 1024 * 1024;

/** Takes the git-visible files under `root` (without git: all that .gitignore does not name) into content-addressed blobs. */
export async function takeSnapshot(team: string, root: string, now: Date): Promise<Snapshot> {
  const files: Snapshot["files"] = [];
  for (const path of await visibleFiles(root)) {
    const info = await stat(join(root, path)).catch(() => null);
    if (!info?.isFile()) continue;
    if (info.size > largestFile)
      throw new Trouble(
        "The program was not registered",
        `${path} is ${Math.round(info.size / 1e6)} MB, and a file of a program may have up to 15 MB`,
        "let git ignore it, or move it away; nothing was changed",
      );
    const data = await readFile(join(root, path));
    const blob = sha256(data);
    await Blobs.updateOne({ _id: blob }, { $setOnInsert: { data } }, { upsert: true });
    files.push({ path, blob, executable: (info.mode & 0o100) !== 0 });
  }
  const snapshot: Snapshot = { _id: hashOf({ team, files }), team, files, ...(await gitState(root)), at: now };
  await Snapshots.updateOne({ _id: snapshot._id }, { $setOnInsert: snapshot }, { upsert: true });
  return snapshot;
}

/** The files a snapshot of this folder would look at, sorted. */
export async function visibleFiles(root: string): Promise<string[]> {
  return ((await gitFiles(root)) ?? (await plainFiles(root))).sort();
}

async function gitFiles(root: string): Promise<string[] | null> {
  const listed = await execa("git", ["ls-files", "-z", "-co", "--exclude-standard"], { cwd: root, reject: false });
  if (listed.exitCode !== 0 || (await isIgnored(root))) return null;
  return listed.stdout.split("\0").filter(Boolean);
}

/** A folder that a repository around it ignores as a whole is none of that repository's. */
async function isIgnored(root: string): Promise<boolean> {
  const asked = await execa("git", ["check-ignore", "--quiet", "."], { cwd: root, reject: false });
  return asked.exitCode === 0;
}

async function plainFiles(root: string): Promise<string[]> {
  const rules = await readFile(join(root, ".gitignore"), "utf8").catch(() => "");
  const ignored = ignore().add(["__pycache__/", ".venv/", "node_modules/", rules]);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !ignored.ignores(path));
}

async function gitState(root: string): Promise<{ commit: string | null; dirty: boolean }> {
  if (await isIgnored(root)) return { commit: null, dirty: false };
  const commit = await execa("git", ["rev-parse", "HEAD"], { cwd: root, reject: false });
  const status = await execa("git", ["status", "--porcelain", "."], { cwd: root, reject: false });
  return { commit: commit.exitCode === 0 ? commit.stdout.trim() : null, dirty: status.stdout.trim() !== "" };
}

/** Writes a snapshot's files under `home` once and answers with the folder. Runs execute this, never the live checkout. */
export async function materialise(snapshotId: string, home: string): Promise<string> {
  const folder = join(home, "snapshots", snapshotId.slice(0, 32));
  if (
    await access(folder).then(
      () => true,
      () => false,
    )
  )
    return folder;
  const snapshot = await Snapshots.findById(snapshotId).lean<Snapshot>();
  if (!snapshot) throw new Error(`snapshot ${snapshotId} is not stored`);
  const draft = `${folder}.${process.pid}-${createHash("sha256").update(`${Math.random()}`).digest("hex").slice(0, 8)}`;
  for (const file of snapshot.files) await writeBlob(draft, file);
  await mkdir(draft, { recursive: true });
  await rename(draft, folder).catch(async (error) => {
    await rm(draft, { recursive: true, force: true });
    if (!["ENOTEMPTY", "EEXIST"].includes(error.code)) throw error;
  });
  return folder;
}

async function writeBlob(
  folder: string,
  { path: name, blob: id, executable }: Snapshot["files"][number],
): Promise<void> {
  const blob = await Blobs.findById(id);
  if (!blob) throw new Error(`the content of ${name}, ${id.slice(0, 12)}, is not stored`);
  const data = Buffer.from(blob.data);
  if (sha256(data) !== id) throw new Error(`the stored content of ${name} does not match its hash ${id.slice(0, 12)}`);
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data);
  if (executable) await chmod(path, 0o755);
}
