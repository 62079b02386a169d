/**
 * The block decoder inside the package unbzip2-stream. Its stream is not used: that keeps nothing
 * of a damaged file's last blocks, and takes a block of any size into memory.
 */
declare module "unbzip2-stream/lib/bzip2.js" {
  interface Decoder {
    /**
     * Reads a stream's header.
     * @returns size of its blocks in units of 100,000 bytes
     * @throws Bzip2Error where there is none
     */
    header(bits: (count: number | null) => number | undefined): number;
    /**
     * Decodes one block, byte by byte into `put`.
     * @param checksum of the blocks before
     * @returns the checksum with this block, or null behind the last block
     * @throws Bzip2Error where it is damaged
     */
    decompress(
      bits: (count: number | null) => number | undefined,
      put: (byte: number) => void,
      work: Int32Array,
      workSize: number,
      checksum: number,
    ): number | null;
  }
  const decoder: Decoder;
  export = decoder;
}
