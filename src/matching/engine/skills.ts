/** Bytes the table may take; beyond that each offer is asked itself. */
const LARGEST_TABLE = 1 << 26;

interface Skilled {
  index: number;
  levels: ReadonlyMap<string, number>;
}

/** Level of every offer in every skill that is offered, as one table: most questions about skills are one look into it. */
export class SkillTable {
  private readonly numbers = new Map<string, number>();
  private readonly cells: Uint8Array | null;
  private readonly width: number;

  constructor(offers: readonly Skilled[]) {
    for (const { levels } of offers) {
      for (const skill of levels.keys()) if (!this.numbers.has(skill)) this.numbers.set(skill, this.numbers.size);
    }
    this.width = this.numbers.size;
    this.cells = this.width * offers.length > LARGEST_TABLE ? null : new Uint8Array(this.width * offers.length);
    if (this.cells === null) return;
    for (const { index, levels } of offers) {
      for (const [skill, level] of levels) this.cells[index * this.width + this.numbers.get(skill)!] = level;
    }
  }

  /** Number of a skill; −1: nobody offers it. */
  numberOf(skill: string): number {
    return this.numbers.get(skill) ?? -1;
  }

  /** Level at which the offer has the skill; 0: not at all. */
  level(offer: Skilled, { number, skill }: { number: number; skill: string }): number {
    if (number < 0) return 0;
    return this.cells === null ? (offer.levels.get(skill) ?? 0) : this.cells[offer.index * this.width + number];
  }
}
