import {
	endSession,
	forgetAccount,
	rememberAccount,
	rememberedAccount,
	requestSession,
	type Account,
	type SignInResult
} from './account';

/** The account that works on this device. Survives a reload and needs no network after the first sign-in. */
class Session {
	#account = $state.raw<Account | undefined>(
		typeof localStorage === 'undefined' ? undefined : rememberedAccount(localStorage)
	);

	get account(): Account | undefined {
		return this.#account;
	}

	async signIn(name: string, password: string): Promise<SignInResult> {
		const result = await requestSession(name.trim(), password);
		if (result.ok) {
			rememberAccount(localStorage, result.account);
			this.#account = result.account;
		}
		return result;
	}

	async signOut(): Promise<void> {
		forgetAccount(localStorage);
		this.#account = undefined;
		await endSession();
	}
}

export const session = new Session();
