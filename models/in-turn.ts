const last = new Map<string, Promise<unknown>>();

/** Runs `task` after every earlier task of this process with the same name, whether those went well or not. */
export function inTurn<T>(name: string, task: () => Promise<T>): Promise<T> {
  const done = (last.get(name) ?? Promise.resolve()).then(task);
  const settled = done
    .catch(() => undefined)
    .then(() => {
      if (last.get(name) === settled) last.delete(name);
    });
  last.set(name, settled);
  return done;
}
