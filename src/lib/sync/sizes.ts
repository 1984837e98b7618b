/** `1.4 MB`, from bytes; a tenth is as much as anybody wants to know. */
export const megabytes = (bytes: number): string =>
	`${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
