import type { ServerScope } from 'nano';

/** What the server tells of itself at `path`; undefined where it has none of that: the embedded server says so. */
export async function ask<T>(server: ServerScope, path: string): Promise<T | undefined> {
	try {
		return (await server.request({ path })) as T;
	} catch {
		return undefined;
	}
}
