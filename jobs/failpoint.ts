let armed: string | null = null;

/** Arms one failpoint for this process (tests only; the configuration refuses it in production). */
export function armFailpoint(name: string | null): void {
  armed = name;
}

/** Dies as `kill -9` would when the named point is armed. */
export function failpoint(name: string): void {
  if (armed === name) process.kill(process.pid, "SIGKILL");
}
