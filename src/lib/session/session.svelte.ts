import {
	forgetAccount,
	rememberAccount,
	rememberedAccount,
	rememberedAccounts,
	type Account
} from './account-memory';
import { readLockSettings, writeLockLimit, writeLockSettings, type LockSettings } from './lock-settings';
import { LockWatch } from './lock-watch';
import { askForKey, joinOpenTabs, type OpenTab } from './open-tabs';
import type { PinKind } from './pin-rules';
import { endSession, requestSession, type SignInResult } from './sign-in';
import { changePin, createVault, recoverVault, unlockVault, type UnlockResult } from './vault';
import { readVault } from './vault-note';

/** What the account lacks before its screens may be shown: a sign-in, a PIN to be set, the PIN; or nothing. */
export type Access = 'signIn' | 'setPin' | 'unlock' | 'open';

/** Milliseconds that locking waits for what is being written; a lock that never comes would be worse. */
const PATIENCE = 2_000;

/**
 * The account that works on this device, and its key while it is unlocked. Survives a killed browser and needs no
 * network after the first sign-in; the key survives nothing.
 */
class Session {
	#account = $state.raw<Account | undefined>();
	#restored: Promise<void> | undefined;
	#open: { readonly key: CryptoKey; readonly tab: OpenTab; readonly watch: LockWatch } | undefined;
	#locking = false;
	readonly #beforeLock = new Set<() => Promise<unknown>>();

	get account(): Account | undefined {
		return this.#account;
	}

	/** The data key; `undefined` while locked. Not extractable. */
	get key(): CryptoKey | undefined {
		return this.#open?.key;
	}

	/** Reads who works here. Every page waits for it once. */
	restore(): Promise<void> {
		this.#restored ??= rememberedAccount().then((account) => {
			this.#account = account;
		});
		return this.#restored;
	}

	async access(): Promise<Access> {
		if (!this.#account) return 'signIn';
		if (this.#open) return 'open';
		const { name } = this.#account;
		const [vault, key] = await Promise.all([readVault(name), askForKey(name)]);
		if (!vault) return 'setPin';
		if (!key) return 'unlock';
		this.#opened(key, await readLockSettings(name));
		return 'open';
	}

	/** A server's word alone opens nothing: what was sealed needs the PIN. */
	async signIn(name: string, password: string): Promise<SignInResult> {
		const result = await requestSession(name.trim(), password);
		if (!result.ok) return result;
		await rememberAccount(result.account);
		// Somebody else's work is open in this tab: nothing of it may stay in memory.
		if (this.#open && this.#account?.name !== result.account.name) await this.lock();
		this.#account = result.account;
		return result;
	}

	async signOut(): Promise<void> {
		await forgetAccount();
		await endSession();
		await this.lock('/signin');
		this.#account = undefined;
	}

	/** Everybody who can unlock on this phone. */
	accounts(): Promise<Account[]> {
		return rememberedAccounts();
	}

	/** Lets another account that is known here take over; it must unlock. */
	async choose(account: Account): Promise<void> {
		await rememberAccount(account);
		await this.lock();
		this.#account = account;
	}

	async setPin(pin: string, kind: PinKind): Promise<void> {
		const key = await createVault(this.#name, pin, kind);
		this.#opened(key, await readLockSettings(this.#name));
	}

	unlock(pin: string): Promise<UnlockResult> {
		return this.#openedBy(unlockVault(this.#name, pin));
	}

	recover(code: string, pin: string, kind: PinKind): Promise<UnlockResult> {
		return this.#openedBy(recoverVault(this.#name, code, pin, kind));
	}

	/** Whether this is the PIN; a wrong one counts as everywhere. */
	checkPin(pin: string): Promise<UnlockResult> {
		return unlockVault(this.#name, pin);
	}

	changePin(old: string, pin: string, kind: PinKind): Promise<UnlockResult> {
		return changePin(this.#name, old, pin, kind);
	}

	readLockSettings(): Promise<LockSettings> {
		return readLockSettings(this.#name);
	}

	async writeLockSettings(settings: LockSettings): Promise<void> {
		await writeLockSettings(this.#name, settings);
		this.#open?.watch.use(await this.readLockSettings());
	}

	/** The community's word on locking, in minutes; 0 for none. Holds at once, and when the app starts without a network. */
	async limitLock(minutes: number): Promise<void> {
		await writeLockLimit(this.#name, minutes);
		this.#open?.watch.use(await this.readLockSettings());
	}

	/** What locking waits for, at most two seconds: an answer that is being written. Answers how to take it back. */
	beforeLock(work: () => Promise<unknown>): () => void {
		this.#beforeLock.add(work);
		return () => this.#beforeLock.delete(work);
	}

	/**
	 * Locks every tab of this user. The page starts anew, so that no key, record or answer stays in its memory; `to` is
	 * where it starts.
	 */
	async lock(to = unlockPath()): Promise<void> {
		if (!this.#open || this.#locking) return;
		this.#open.tab.lock();
		await this.#leave(to);
	}

	async #leave(to: string): Promise<void> {
		this.#locking = true;
		document.body.hidden = true;
		const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
		await Promise.race([Promise.allSettled([...this.#beforeLock].map((work) => work())), late]);
		this.#open?.watch.stop();
		this.#open?.tab.close();
		this.#open = undefined;
		// Going to another address would keep this page, key and all, for "back". A reload keeps nothing.
		history.replaceState(null, '', to);
		location.reload();
	}

	get #name(): string {
		if (!this.#account) throw new Error('nobody is signed in');
		return this.#account.name;
	}

	async #openedBy(result: Promise<UnlockResult>): Promise<UnlockResult> {
		// Read meanwhile: deriving the key takes longer.
		const [unlocked, settings] = await Promise.all([result, readLockSettings(this.#name)]);
		if (unlocked.ok) this.#opened(unlocked.key, settings);
		return unlocked;
	}

	#opened(key: CryptoKey, settings: LockSettings): void {
		const name = this.#name;
		const watch = new LockWatch(
			settings,
			() => void this.lock(),
			() => tab.touch()
		);
		const tab = joinOpenTabs(name, key, {
			lock: () => void (this.#locking || this.#leave(unlockPath())),
			touch: () => watch.touch()
		});
		watch.start();
		this.#open = { key, tab, watch };
	}
}

/** Back to where somebody was. Addresses hold ids and views, never what was typed (src/lib/people/last-search.ts). */
const unlockPath = () => `/unlock?to=${encodeURIComponent(location.pathname + location.search)}`;

export const session = new Session();
