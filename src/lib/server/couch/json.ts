import { badRequest, tooLarge } from './errors';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
	[key: string]: Json;
}

/** Deep enough for any form; shallow enough that no recursive reader of the value can exhaust the stack. */
const MAX_DEPTH = 500;

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const isStringList = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((item) => typeof item === 'string');

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Text from outside to a value. `JSON.parse` makes `__proto__` an ordinary own key; nothing here assigns by key,
 * so it stays one.
 * @throws CouchError 400 for what is not UTF-8 JSON, 413 for text nested deeper than {@link MAX_DEPTH}
 */
export function parseJson(bytes: Buffer): Json {
	let value: Json;
	try {
		value = JSON.parse(decoder.decode(bytes));
	} catch {
		throw badRequest('invalid UTF-8 JSON');
	}
	if (isTooDeep(bytes)) throw tooLarge();
	return value;
}

export function parseJsonText(text: string): Json {
	return parseJson(Buffer.from(text));
}

function isTooDeep(bytes: Buffer): boolean {
	let depth = 0;
	let quoted = false;
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes[at];
		if (quoted) {
			if (byte === 0x5c) at++;
			else if (byte === 0x22) quoted = false;
		} else if (byte === 0x22) quoted = true;
		else if (byte === 0x7b || byte === 0x5b) {
			if (++depth > MAX_DEPTH) return true;
		} else if (byte === 0x7d || byte === 0x5d) depth--;
	}
	return false;
}
