/*
 * `@types/pouchdb-core` declares a global Buffer of its own, which TypeScript then no longer takes for the
 * Uint8Array that Node's functions ask for. These two say once what it is.
 */
export const plain = (bytes: Buffer): Uint8Array => bytes as unknown as Uint8Array;
export const joined = (chunks: readonly Buffer[]): Buffer => Buffer.concat(chunks.map(plain));
