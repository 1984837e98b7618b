import nano, { type ServerScope } from 'nano';
import { Refusal } from './gateway/refusal';
import { Caller } from './report/caller';
import type { CouchSettings } from './settings';

/** The database server of the settings, signed in as its server admin. */
export function asAdmin({ url, user, password }: CouchSettings): ServerScope {
	const address = new URL(url);
	address.username = encodeURIComponent(user);
	address.password = encodeURIComponent(password);
	return nano(address.href);
}

/** What `api/` needs: the database server as whoever asks, and as its admin for what no caller may do himself. */
export interface Office {
	readonly url: string;
	readonly admin: ServerScope;
}

/*
 * The one office of this process. It is opened by the server's `init` hook and used by routes, which SvelteKit constructs
 * by itself: there is no other way to hand it to them.
 */
let running: Office | undefined;

export function openOffice(settings: CouchSettings): void {
	running = { url: settings.url, admin: asAdmin(settings) };
}

/** Answers a request to `api/` with what `work` gives, as JSON that no browser keeps; refusals with their status. */
export async function answer(
	request: Request,
	work: (caller: Caller, office: Office) => Promise<object>
): Promise<Response> {
	try {
		if (!running) throw new Refusal(503, 'service_unavailable', 'The server is starting.');
		const caller = await Caller.of(request, running.url);
		return Response.json(await work(caller, running), { headers: { 'cache-control': 'no-store' } });
	} catch (error) {
		if (error instanceof Refusal) return error.toResponse();
		console.error('api:', error);
		return new Refusal(500, 'internal_server_error', 'The request could not be answered.').toResponse();
	}
}
