// SPDX-License-Identifier: Apache-2.0
import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

// Numbers and formats of Pulumi's passphrase secrets manager: sdk/go/common/resource/config/crypt.go and
// pkg/secrets/passphrase/manager.go.
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CHECK_TEXT = "pulumi";

/** Encrypts and decrypts texts; what it gives is what Pulumi gives for the same passphrase and salt. */
export interface Crypter {
    /** What a checkpoint or a stack's settings keep of the passphrase, "v1:<salt>:v1:<nonce>:<check>"; undefined before a new one is first needed. */
    readonly salt: string | undefined;
    encrypt(plaintext: string): string;
    decrypt(ciphertext: string): string;
}

/** Says which passphrase, or throws a sentence that says how to give one. Only asked when a secret is met. */
export type PassphraseSource = () => string;

/** A crypter for a salt that is kept somewhere, or for a new salt. The key takes a quarter of a second: it is made once, when it is needed. */
export function passphraseCrypter(source: PassphraseSource, salt?: string): Crypter {
    let known = salt;
    let key: Buffer | undefined;
    const ready = (): Buffer => {
        if (key === undefined) {
            const made = known === undefined ? newKey(source()) : knownKey(source(), known);
            key = made.key;
            known = made.salt;
        }
        return key;
    };
    return {
        get salt() {
            return known;
        },
        encrypt: (plaintext) => encryptWith(ready(), plaintext),
        decrypt: (ciphertext) => decryptWith(ready(), ciphertext),
    };
}

/** The passphrase does not belong to the salt. */
export class IncorrectPassphrase extends Error {
    constructor() {
        super(
            "The passphrase is not the one that the secrets were encrypted with. Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it.",
        );
        this.name = "IncorrectPassphrase";
    }
}

function newKey(passphrase: string): { key: Buffer; salt: string } {
    const salt = randomBytes(SALT_BYTES);
    const key = derive(passphrase, salt);
    return { key, salt: `v1:${salt.toString("base64")}:${encryptWith(key, CHECK_TEXT)}` };
}

function knownKey(passphrase: string, salt: string): { key: Buffer; salt: string } {
    const [version, bytes, ...check] = salt.split(":");
    if (version !== "v1" || bytes === undefined || check.length !== 3) {
        throw new Error(`The encryption salt '${salt}' is not of the form v1:<salt>:v1:<nonce>:<check>.`);
    }
    const key = derive(passphrase, Buffer.from(bytes, "base64"));
    if (tryDecrypt(key, check.join(":")) !== CHECK_TEXT) {
        throw new IncorrectPassphrase();
    }
    return { key, salt };
}

const derived = new Map<string, Buffer>();

/** A process that runs a stack several times, as the demo does, waits for its key once. */
function derive(passphrase: string, salt: Buffer): Buffer {
    const name = `${salt.toString("base64")} ${passphrase}`;
    const key = derived.get(name) ?? pbkdf2Sync(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
    derived.set(name, key);
    return key;
}

function encryptWith(key: Buffer, plaintext: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

function decryptWith(key: Buffer, ciphertext: string): string {
    const plaintext = tryDecrypt(key, ciphertext);
    if (plaintext === undefined) {
        throw new Error("A secret cannot be decrypted: its ciphertext is damaged or was made with another passphrase.");
    }
    return plaintext;
}

function tryDecrypt(key: Buffer, ciphertext: string): string | undefined {
    const [version, nonce, sealed, ...rest] = ciphertext.split(":");
    if (version !== "v1" || nonce === undefined || sealed === undefined || rest.length > 0) {
        return undefined;
    }
    const bytes = Buffer.from(sealed, "base64");
    try {
        const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), {
            authTagLength: TAG_BYTES,
        });
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
        return decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
    } catch {
        return undefined;
    }
}
