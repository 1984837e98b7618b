import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Refusal } from './refusal';
import { wholeBody } from './request-body';
import { SignInLimit, type SignInLimits } from './sign-in-limit';
import type { Upstream, UpstreamRequest } from './upstream';

/** A sign-in passes on its way through a count of failures by account and address. */
export class SignIn {
	readonly #limit: SignInLimit;

	constructor(
		private readonly upstream: Upstream,
		limits: SignInLimits
	) {
		this.#limit = new SignInLimit(limits);
	}

	/** @throws {Refusal} 429 with the seconds to wait, 400 when no account is named */
	async send(request: UpstreamRequest & { body?: Readable }, address: string): Promise<IncomingMessage> {
		const body = request.body ? await wholeBody(request.body) : Buffer.alloc(0);
		const account = accountIn(body, String(request.headers['content-type'] ?? ''));
		const wait = this.#limit.attempt(account, address, Date.now());
		if (wait > 0) throw tooMany(wait);
		let answer: IncomingMessage | undefined;
		try {
			const headers = { ...request.headers, 'content-length': body.length };
			answer = await this.upstream.send({ ...request, headers, body });
			return answer;
		} finally {
			if (answer?.statusCode !== 401) this.#limit.forgive(account, address);
		}
	}
}

function accountIn(body: Buffer, contentType: string): string {
	const name = contentType.startsWith('application/x-www-form-urlencoded')
		? new URLSearchParams(body.toString()).get('name')
		: nameInJson(body.toString());
	if (!name) throw new Refusal(400, 'bad_request', 'request body must contain a username');
	return name;
}

function nameInJson(text: string): string | undefined {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== 'object' || value === null) return undefined;
		const { name } = value as { name?: unknown };
		return typeof name === 'string' ? name : undefined;
	} catch {
		return undefined;
	}
}

const tooMany = (wait: number) =>
	new Refusal(
		429,
		'too_many_requests',
		`Too many failed attempts to sign in. Try again in ${Math.ceil(wait / 60)} minutes.`,
		{ 'retry-after': String(wait) }
	);
