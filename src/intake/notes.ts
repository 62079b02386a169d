/** Sentences for people; the last ones are kept, and one that comes again is not kept twice. */
import { intakeLimits } from "../limits.ts";

export class Notes {
  #notes: string[] = [];

  add(note: string): void {
    this.#notes = [...this.#notes.filter((one) => one !== note), note].slice(-intakeLimits.notesMax);
  }

  last(): readonly string[] {
    return this.#notes;
  }
}
