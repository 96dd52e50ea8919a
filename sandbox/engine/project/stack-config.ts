// SPDX-License-Identifier: Apache-2.0
import { extname, join } from "node:path";
import { assertNoProblems, type Problem, shown } from "kubesphere-network/lib/problem";
import { isObject, type Properties } from "../values";
import { type ConfigDeclaration, fits, qualified, typeName } from "./config-schema";
import type { Project } from "./project";
import { type Crypter, passphraseCrypter } from "./secrets/passphrase";
import { givenPassphrase } from "./secrets/sources";
import { otherKeys, readSettings, settingsProblem, textOf } from "./settings-file";

/** The configuration of a stack, its secrets decrypted. */
export interface StackConfig {
    /** "<namespace>:<name>" to text; objects, arrays, numbers and booleans as JSON. */
    readonly config: Readonly<Record<string, string>>;
    /** Keys whose value is secret or holds something secret. */
    readonly secretKeys: readonly string[];
    /** Salt that the stack's secrets are encrypted with; undefined if it has none. */
    readonly encryptionSalt: string | undefined;
    /** What the file says and the sandbox does not do, one sentence each. */
    readonly warnings: readonly string[];
}

const KNOWN = ["config", "encryptionsalt", "secretsprovider", "encryptedkey", "environment"];

/**
 * Reads Pulumi.<stack>.yaml, which need not exist, and adds what the project's own file sets. Secrets need
 * PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE of `env`, the environment of this process if not given.
 */
export function loadStackConfig(project: Project, stack: string, env: NodeJS.ProcessEnv = process.env): StackConfig {
    const file = stackConfigFile(project, stack);
    const settings = readSettings(file) ?? {};
    const problems: Problem[] = [];
    const encryptionSalt = textOf(settings, "encryptionsalt", problems);
    checkSettings(settings, problems);
    const values = readValues(settings["config"], project, problems);
    assertNoProblems(file, problems);

    const crypter = crypterOf(encryptionSalt, file, env);
    const opened = new Map([...values].map(([key, value]) => [key, open(key, value, crypter)]));
    addDeclared(project.config, stack, opened, problems);
    assertNoProblems(`The configuration of the stack '${stack}' (${file})`, problems);
    return {
        config: Object.fromEntries([...opened].map(([key, { value }]) => [key, asText(value)])),
        secretKeys: [...opened].filter(([, { secret }]) => secret).map(([key]) => key),
        encryptionSalt,
        warnings: otherKeys(settings, KNOWN).map(
            (key) => `'${key}' is not a key of Pulumi's stack settings and has no effect.`,
        ),
    };
}

/** Path of the settings of a stack. Throws if the name is none that a stack can have. */
export function stackConfigFile(project: Project, stack: string): string {
    if (!/^[A-Za-z0-9_.-]{1,100}$/.test(stack) || /^\.+$/.test(stack)) {
        throw new Error(
            `'${stack}' is not a name for a stack: use 1 to 100 letters, digits, '-', '_' and '.', without organization or project.`,
        );
    }
    return join(project.stackConfigFolder, `Pulumi.${stack}${extname(project.file)}`);
}

function checkSettings(settings: Properties, problems: Problem[]): void {
    const { secretsprovider: provider, encryptedkey: key, environment } = settings;
    if ((provider != null && provider !== "" && provider !== "passphrase") || key != null) {
        problems.push(
            settingsProblem(
                "secretsprovider",
                `(${shown(provider)}) is not one that the sandbox has: it has 'passphrase'. Run \`pulumi stack change-secrets-provider passphrase\`.`,
            ),
        );
    }
    if (environment != null) {
        problems.push(
            settingsProblem(
                "environment",
                `(${shown(environment)}) imports from Pulumi ESC, which the sandbox cannot reach. Set the values in 'config'.`,
            ),
        );
    }
}

function readValues(config: unknown, project: Project, problems: Problem[]): Map<string, unknown> {
    if (config === undefined || config === null) {
        return new Map();
    }
    if (!isObject(config)) {
        problems.push(settingsProblem("config", `(${shown(config)}) must be an object of keys and values.`));
        return new Map();
    }
    const values = Object.entries(config).map(([key, value]) => [qualified(key, project.name), value] as const);
    for (const [key, value] of values) {
        if (key.split(":").length !== 2) {
            problems.push(settingsProblem(`config.${key}`, "must be of the form <namespace>:<name>."));
        }
        if (holdsUnsafeNumber(value)) {
            problems.push(
                settingsProblem(`config.${key}`, "holds a number with more digits than can be kept. Put it in quotes."),
            );
        }
    }
    return new Map(values);
}

function holdsUnsafeNumber(value: unknown): boolean {
    if (typeof value === "number") {
        return Number.isInteger(value) && !Number.isSafeInteger(value);
    }
    return typeof value === "object" && value !== null && Object.values(value).some(holdsUnsafeNumber);
}

interface Opened {
    readonly value: unknown;
    readonly secret: boolean;
}

/** A value with each `{secure: <ciphertext>}` in it decrypted. */
function open(key: string, value: unknown, crypter: Crypter): Opened {
    let secret = false;
    const visit = (item: unknown): unknown => {
        if (Array.isArray(item)) {
            return item.map(visit);
        }
        if (!isObject(item)) {
            return item;
        }
        if (typeof item["secure"] === "string" && Object.keys(item).length === 1) {
            secret = true;
            return decrypted(key, item["secure"], crypter);
        }
        return Object.fromEntries(Object.entries(item).map(([name, inner]) => [name, visit(inner)]));
    };
    const opened = visit(value);
    return { value: opened, secret };
}

function decrypted(key: string, ciphertext: string, crypter: Crypter): string {
    try {
        return crypter.decrypt(ciphertext);
    } catch (error) {
        throw new Error(`The secret '${key}' cannot be read. ${(error as Error).message}`, { cause: error });
    }
}

/** Without a salt there is nothing to decrypt with. */
function crypterOf(salt: string | undefined, file: string, env: NodeJS.ProcessEnv): Crypter {
    const source = givenPassphrase(env, file);
    return passphraseCrypter(
        salt === undefined
            ? () => {
                  throw new Error(
                      `${file} has secrets but no 'encryptionsalt'. Set them again with \`pulumi config set --secret\`.`,
                  );
              }
            : source,
        salt,
    );
}

/** Defaults of the project for keys that the stack does not set, and checks of those that it does. */
function addDeclared(
    declarations: readonly ConfigDeclaration[],
    stack: string,
    opened: Map<string, Opened>,
    problems: Problem[],
): void {
    for (const declaration of declarations) {
        const { key, value } = declaration;
        const found = opened.get(key) ?? (value === undefined ? undefined : { value, secret: false });
        if (found === undefined) {
            problems.push(
                settingsProblem(
                    key,
                    `has no value in the stack '${stack}'. Set it in 'config', or give it a default in the project's file.`,
                ),
            );
            continue;
        }
        opened.set(key, found);
        const says = mismatch(found, declaration);
        if (says !== undefined) {
            problems.push(settingsProblem(key, says));
        }
    }
}

function mismatch({ value, secret }: Opened, declaration: ConfigDeclaration): string | undefined {
    const { type } = declaration;
    if (type === undefined) {
        return undefined;
    }
    if (declaration.secret && !secret) {
        return "must be encrypted, since the project calls it secret. Set it with `pulumi config set --secret`.";
    }
    const plain = typeof value === "object" ? value : asText(value);
    // A secret is not shown, not even a wrong one.
    return fits(plain, type)
        ? undefined
        : `${secret ? "" : `(${asText(value)}) `}must be of the type ${typeName(type)}.`;
}

function asText(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
