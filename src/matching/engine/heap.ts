/** Numbers by rising key. Ties come out in no particular, but always the same, order. */
export class Heap {
  private readonly keys: number[] = [];
  private readonly items: number[] = [];

  get size(): number {
    return this.keys.length;
  }

  /** The least key; Infinity when empty. */
  get least(): number {
    return this.keys.length === 0 ? Infinity : this.keys[0];
  }

  clear(): void {
    this.keys.length = this.items.length = 0;
  }

  push(key: number, item: number): void {
    const { keys, items } = this;
    let at = keys.push(key) - 1;
    items.push(item);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (keys[above] <= key) break;
      keys[at] = keys[above];
      items[at] = items[above];
      at = above;
    }
    keys[at] = key;
    items[at] = item;
  }

  /** Takes out an item with the least key. */
  pop(): number {
    const { keys, items } = this;
    const first = items[0];
    const key = keys.pop()!;
    const item = items.pop()!;
    if (keys.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= keys.length) break;
      if (below + 1 < keys.length && keys[below + 1] < keys[below]) below++;
      if (keys[below] >= key) break;
      keys[at] = keys[below];
      items[at] = items[below];
      at = below;
    }
    keys[at] = key;
    items[at] = item;
    return first;
  }
}
