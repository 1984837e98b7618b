/** Bytes as base64, however many: spreading them into one call would overflow the stack. */
export function toBase64(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	return btoa(text);
}

/** What `toBase64` wrote. @throws {DOMException} when it is no base64 */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
