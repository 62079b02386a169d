/** Limits of intake, each with its reason. */

export interface SpoolLimits {
  /** The engine reads records up to this length (policy `record_bytes`); a longer one would be a reject there. */
  readonly recordBytesMax: number;
  /** What one commit may hold; it is kept in memory twice while it is written. */
  readonly batchBytesMax: number;
  readonly batchRecordsMax: number;
  /** What may wait in memory for the disk; beyond it senders are asked to wait. */
  readonly queuedBytesMax: number;
  /** A segment is closed at this size: small enough to be released soon, large enough to be few files. */
  readonly segmentBytesMax: number;
  /** A segment is closed at this age, so that a quiet stream can be released too. */
  readonly segmentAgeMs: number;
  /** What may wait on disk for a reader; beyond it senders are asked to wait. */
  readonly spoolBytesMax: number;
  /** What has to stay free on the disk, for the store and for others. */
  readonly freeBytesMin: number;
  /** Each is a folder and open file; senders choose names, so that they must not be without number. */
  readonly streamsMax: number;
  /** The journal is begun anew at this length; replaying it at a start takes time. */
  readonly journalBytesMax: number;
  /** Keys of batches and records by which repeats are known; each costs some 100 bytes of memory. */
  readonly keysMax: number;
}

export const spoolLimits: SpoolLimits = {
  recordBytesMax: 1 << 20,
  batchBytesMax: 64 << 20,
  batchRecordsMax: 200_000,
  queuedBytesMax: 128 << 20,
  segmentBytesMax: 64 << 20,
  segmentAgeMs: 10 * 60_000,
  spoolBytesMax: 8 * 1024 ** 3,
  freeBytesMin: 512 << 20,
  streamsMax: 4096,
  journalBytesMax: 64 << 20,
  keysMax: 100_000,
};
