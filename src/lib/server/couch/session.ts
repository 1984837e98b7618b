import { methodNotAllowed, CouchError, badRequest, unauthorized } from './errors';
import type { Call } from './call';
import { sendJson } from './answer';
import { isObject } from './json';
import { isSame, keyed } from './passwords';
import { NOBODY, type UserContext } from './security';
import type { Account, Users } from './users';

const WRONG = 'Name or password is incorrect.';
const MAC_BYTES = 32;

/** Sign-in by CouchDB's rules: signed cookies that slide and outlive the browser, and Basic. */
export class Sessions {
	/** @param seconds how long a cookie lives; it is renewed once a tenth of that has passed */
	constructor(
		private readonly users: Users,
		private readonly secret: string,
		private readonly seconds: number
	) {}

	/**
	 * Who asks. A cookie that is expired or was signed for another password is nobody's.
	 * @throws CouchError 400 for a cookie that is none of ours, 401 for a wrong Basic password
	 */
	async authenticate(call: Call): Promise<UserContext> {
		const basic = /^basic\s+(.*)$/i.exec(call.header('authorization') ?? '');
		if (basic) {
			const [, name, password] =
				/^([^:]*):(.*)$/s.exec(Buffer.from(basic[1] ?? '', 'base64').toString()) ?? [];
			const account = name ? await this.users.verify(name, password ?? '') : undefined;
			if (!account) throw unauthorized(WRONG);
			return { name: account.name, roles: account.roles, via: 'default' };
		}
		const cookie = /(?:^|;\s*)AuthSession=([^;]*)/.exec(call.header('cookie') ?? '')?.[1];
		return cookie ? this.#fromCookie(call, cookie) : NOBODY;
	}

	#fromCookie(call: Call, cookie: string): UserContext {
		const bytes = Buffer.from(cookie, 'base64url');
		const signed = bytes.subarray(0, -MAC_BYTES - 1).toString();
		const [, name, time] = /^(.+):([0-9A-F]{1,12})$/is.exec(signed) ?? [];
		if (!name || !time) {
			// CouchDB asks for three parts and no more
			if (/^[^:]+:[^:]+:./s.test(bytes.toString('latin1'))) return NOBODY;
			throw badRequest('Malformed AuthSession cookie. Please clear your cookies.');
		}
		const account = this.users.find(name);
		const age = now() - Number.parseInt(time, 16);
		if (!account || age >= this.seconds || age < -60) return NOBODY;
		if (!isSame(this.#sign(account, time), bytes.subarray(-MAC_BYTES))) return NOBODY;
		if (age > this.seconds / 10) call.response.setHeader('Set-Cookie', this.#cookieFor(account));
		return { name: account.name, roles: account.roles, via: 'cookie' };
	}

	#sign(account: Account, time: string): Buffer {
		return keyed(this.secret + account.salt, `${account.name}:${time}`);
	}

	#cookieFor(account: Account): string {
		const time = now().toString(16).toUpperCase();
		const signed = Buffer.from(`${account.name}:${time}:`);
		return this.#cookie(Buffer.concat([signed, this.#sign(account, time)]).toString('base64url'));
	}

	#cookie(value: string, seconds = this.seconds): string {
		const expires = new Date((now() + seconds) * 1000).toUTCString();
		return `AuthSession=${value}; Version=1; Expires=${expires}; Max-Age=${seconds}; Path=/; HttpOnly`;
	}

	/** The `_session` endpoint. */
	async answer(call: Call, user: UserContext): Promise<void> {
		if (call.isRead) {
			const info = {
				authentication_handlers: ['cookie', 'default'],
				...(user.via ? { authenticated: user.via } : {})
			};
			return sendJson(call, 200, { ok: true, userCtx: { name: user.name, roles: [...user.roles] }, info });
		}
		if (call.method === 'DELETE') {
			return sendJson(call, 200, { ok: true }, { 'set-cookie': this.#cookie('', 0) });
		}
		if (call.method !== 'POST') throw methodNotAllowed('GET,HEAD,POST,DELETE');
		const { name, password } = await credentials(call);
		const account = await this.users.verify(name, password);
		if (!account) {
			throw new CouchError(401, 'unauthorized', WRONG, { 'set-cookie': this.#cookie('', 0) });
		}
		const cookie = this.#cookieFor(account);
		sendJson(call, 200, { ok: true, name, roles: [...account.roles] }, { 'set-cookie': cookie });
	}
}

async function credentials(call: Call): Promise<{ name: string; password: string }> {
	const type = call.header('content-type') ?? '';
	let fields: Record<string, unknown>;
	if (/^application\/x-www-form-urlencoded/i.test(type)) {
		fields = Object.fromEntries(new URLSearchParams((await call.body(16_384)).toString()));
	} else if (/^application\/json/i.test(type)) {
		const body = await call.json(16_384);
		fields = isObject(body) ? body : {};
	} else {
		const types = `'application/x-www-form-urlencoded' or 'application/json'`;
		throw new CouchError(415, 'bad_content_type', `Content-Type must be ${types}`);
	}
	const name = fields.name ?? fields.username;
	if (typeof name !== 'string' || !name) throw badRequest('request body must contain a username');
	return { name, password: typeof fields.password === 'string' ? fields.password : '' };
}

const now = () => Math.floor(Date.now() / 1000);
