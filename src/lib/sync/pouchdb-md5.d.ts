declare module 'pouchdb-md5' {
	/** Base64 of the MD5 of these bytes. */
	export function binaryMd5(data: Blob, callback: (digest: string) => void): void;
}
