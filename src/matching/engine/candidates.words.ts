/** Words of several kinds as bits of one number: up to 31 in all; the rest have no bit and are not filtered by it. */
export class Words {
  private readonly bits: Map<string, number>[];
  private readonly complete: boolean[];

  constructor(...kinds: Iterable<string>[]) {
    let used = 0;
    this.bits = kinds.map(() => new Map<string, number>());
    this.complete = kinds.map(() => true);
    kinds.forEach((words, kind) => {
      for (const word of words) {
        if (this.bits[kind].has(word)) continue;
        if (used < 31) this.bits[kind].set(word, 1 << used++);
        else this.complete[kind] = false;
      }
    });
  }

  bit(kind: number, word: string): number {
    return this.bits[kind].get(word) ?? 0;
  }

  bitsOf(kind: number, words: readonly string[]): number {
    const known = this.bits[kind];
    let bits = 0;
    for (let k = 0; k < words.length; k++) bits |= known.get(words[k]) ?? 0;
    return bits;
  }

  knowsAll(kind: number): boolean {
    return this.complete[kind];
  }
}
