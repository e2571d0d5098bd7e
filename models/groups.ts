/** Keys that belong together, directly or through others (union-find). */
export class Groups {
  private readonly parents = new Map<string, string>();

  join(a: string, b: string): void {
    const [low, high] = [this.first(a), this.first(b)].sort() as [string, string];
    if (low !== high) this.parents.set(high, low);
  }

  /** The smallest key of the group; the key itself where it stands alone. */
  first(key: string): string {
    let root = key;
    for (let next = this.parents.get(root); next !== undefined; next = this.parents.get(root)) root = next;
    for (let at = key; at !== root; ) {
      const next = this.parents.get(at) ?? root;
      this.parents.set(at, root);
      at = next;
    }
    return root;
  }
}
