import {
	endSession,
	forgetAccount,
	rememberAccount,
	rememberedAccount,
	requestSession,
	type Account,
	type SignInResult
} from './account';

/** The account that works on this device. Survives a killed browser and needs no network after the first sign-in. */
class Session {
	#account = $state.raw<Account | undefined>();
	#restored: Promise<void> | undefined;

	get account(): Account | undefined {
		return this.#account;
	}

	/** Reads who works here. Every page waits for it once. */
	restore(): Promise<void> {
		this.#restored ??= rememberedAccount().then((account) => {
			this.#account = account;
		});
		return this.#restored;
	}

	async signIn(name: string, password: string): Promise<SignInResult> {
		const result = await requestSession(name.trim(), password);
		if (result.ok) {
			await rememberAccount(result.account);
			this.#account = result.account;
		}
		return result;
	}

	async signOut(): Promise<void> {
		await forgetAccount();
		this.#account = undefined;
		await endSession();
	}
}

export const session = new Session();
