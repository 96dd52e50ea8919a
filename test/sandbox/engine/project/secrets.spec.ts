// SPDX-License-Identifier: Apache-2.0
// Proves that secrets are exchanged with Pulumi by its own test vector; other vectors are our own.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { passphraseCrypter } from "../../../../sandbox/engine/project/secrets/passphrase";
import {
    givenPassphrase,
    passphraseFromEnvironment,
    statePassphrase,
} from "../../../../sandbox/engine/project/secrets/sources";

/** The salt of Pulumi's pkg/secrets/passphrase/manager_test.go, whose passphrase is "password". */
const PULUMI_SALT = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";

describe("passphrase crypter", () => {
    it("opens the salt of Pulumi's own tests with its passphrase", () => {
        const crypter = passphraseCrypter(() => "password", PULUMI_SALT);
        assert.equal(crypter.decrypt("v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ=="), "pulumi");
        assert.equal(crypter.salt, PULUMI_SALT);
    });

    it("refuses another passphrase with a sentence that says how to give one", () => {
        const crypter = passphraseCrypter(() => "password123", PULUMI_SALT);
        assert.throws(() => crypter.encrypt("x"), {
            message:
                "The passphrase is not the one that the secrets were encrypted with. Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it.",
        });
    });

    it("makes a salt that another crypter with the same passphrase understands", () => {
        const first = passphraseCrypter(() => "");
        assert.equal(first.salt, undefined);
        const [one, two] = [first.encrypt("grüße"), first.encrypt("grüße")];
        assert.notEqual(one, two);
        const second = passphraseCrypter(() => "", first.salt);
        assert.deepEqual([second.decrypt(one), second.decrypt(two)], ["grüße", "grüße"]);
    });

    it("asks for the passphrase once, and only when a secret is met", () => {
        let asked = 0;
        const crypter = passphraseCrypter(() => `${asked++}`);
        assert.equal(asked, 0);
        crypter.decrypt(crypter.encrypt("a"));
        assert.equal(asked, 1);
    });

    it("refuses a ciphertext that was changed, and a salt that is none", () => {
        const crypter = passphraseCrypter(() => "p");
        const [version, nonce, sealed] = crypter.encrypt("secret").split(":") as [string, string, string];
        const changed = Buffer.from(sealed, "base64");
        changed[0]! ^= 1;
        for (const bad of [`v2:${nonce}:${sealed}`, `${version}:${nonce}:${changed.toString("base64")}`, "x", "v1::"]) {
            assert.throws(() => crypter.decrypt(bad), /damaged or was made with another passphrase/, bad);
        }
        assert.throws(() => passphraseCrypter(() => "p", "abc").encrypt("x"), /'abc' is not of the form v1:/);
    });
});

describe("passphrase source", () => {
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "ksnet-test-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("prefers the variable, even an empty one, to the file", () => {
        writeFileSync(join(folder, "p"), " from file \n");
        const file = { PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "p") };
        assert.equal(passphraseFromEnvironment({ ...file, PULUMI_CONFIG_PASSPHRASE: "" }), "");
        assert.equal(passphraseFromEnvironment(file), "from file");
        assert.equal(passphraseFromEnvironment({ PULUMI_CONFIG_PASSPHRASE_FILE: "" }), undefined);
    });

    it("names a file that cannot be read", () => {
        assert.throws(
            () => passphraseFromEnvironment({ PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "none") }),
            /^Error: PULUMI_CONFIG_PASSPHRASE_FILE \(.*none\) cannot be read: ENOENT/,
        );
    });

    it("says what needs a passphrase when there is none", () => {
        assert.throws(givenPassphrase({}, "Pulumi.dev.yaml"), {
            message:
                "Pulumi.dev.yaml holds secrets: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds the passphrase.",
        });
    });

    it("makes one for a new state, keeps it, and never makes one for a state that has secrets already", () => {
        const made = statePassphrase({}, folder, true)();
        assert.match(made, /^[\w-]{43}$/);
        assert.equal(readFileSync(join(folder, "passphrase"), "utf8"), `${made}\n`);
        assert.equal(statePassphrase({ PULUMI_CONFIG_PASSPHRASE: "x" }, folder, false)(), made);
        assert.equal(statSync(join(folder, "passphrase")).mode & 0o777, 0o600);
        rmSync(join(folder, "passphrase"));
        assert.throws(statePassphrase({}, folder, false), /holds secrets: set PULUMI_CONFIG_PASSPHRASE/);
    });
});
