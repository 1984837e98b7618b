import nano, { type ServerScope } from 'nano';
import { Refusal } from './gateway/refusal';
import { ensureSealingKeys } from './held/keys';
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

export async function openOffice(settings: CouchSettings): Promise<void> {
	running = { url: settings.url, admin: asAdmin(settings) };
	// Made before it is needed, so that the next backup has it. A cluster that takes no writes now serves all the same.
	await ensureSealingKeys(running.admin).catch((error: unknown) => console.error('api:', error));
}

/** Answers a request to `api/` with what `work` gives, as JSON that no browser keeps; refusals with their status. */
export async function answer(
	request: Request,
	work: (caller: Caller, office: Office) => Promise<object>
): Promise<Response> {
	try {
		if (!running) throw new Refusal(503, 'service_unavailable', 'The server is starting.');
		const caller = await Caller.of(request, running.url);
		return packed(request, await work(caller, running));
	} catch (error) {
		if (error instanceof Refusal) return error.toResponse();
		console.error('api:', error);
		return new Refusal(500, 'internal_server_error', 'The request could not be answered.').toResponse();
	}
}

/** Lists of a whole community pack to a tenth, and their readers' lines are thin. */
function packed(request: Request, value: object): Response {
	const headers = new Headers({
		'cache-control': 'no-store',
		'content-type': 'application/json',
		vary: 'accept-encoding'
	});
	const text = JSON.stringify(value);
	if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) return new Response(text, { headers });
	headers.set('content-encoding', 'gzip');
	return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')), { headers });
}
