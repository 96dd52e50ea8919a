// SPDX-License-Identifier: Apache-2.0
import type { PendingOperation, ResourceState } from "../model";
import { passphraseCrypter } from "../project/secrets/passphrase";
import { givenPassphrase } from "../project/secrets/sources";
import { type Checkpoint, checkpointOf, parseCheckpoint } from "./checkpoint";
import { decodeOperation, decodeResource, encodeOperation, encodeResource, sealNothing, sealWith } from "./encoding";
import { integrityProblems } from "./integrity";
import { inOrder } from "./order";
import type { StateStore } from "./store";

export interface ExportOptions {
    /** Secrets in the clear. Defaults to false. */
    readonly showSecrets?: boolean;
    /** Encrypts the secrets anew with this passphrase. Defaults to the one that the state has. */
    readonly passphrase?: string | undefined;
}

/** What `pulumi stack import` takes. Its secrets need the passphrase that they were encrypted with. */
export function exportDeployment(store: StateStore, options: ExportOptions = {}): Checkpoint {
    const current = store.checkpoint();
    const { deployment } = current;
    assertSound(
        "The state cannot be exported, since `pulumi stack import` would refuse it",
        deployment.resources ?? [],
    );
    if (!options.showSecrets && options.passphrase === undefined) {
        return current;
    }
    const { passphrase } = options;
    const crypter = passphrase === undefined ? undefined : passphraseCrypter(() => passphrase);
    const seal = options.showSecrets || crypter === undefined ? sealNothing : sealWith(crypter);
    const resources = store.resources.map((state) => encodeResource(state, seal));
    const operations = store.pendingOperations.map((operation) => encodeOperation(operation, seal));
    const salt = options.showSecrets ? deployment.secrets_providers?.state?.salt : crypter?.salt;
    return checkpointOf({ resources, operations, salt, time: deployment.manifest.time });
}

export interface ImportOptions {
    readonly project: string;
    readonly stack: string;
    /** Where the passphrase of the imported secrets is looked for. Defaults to the environment of this process. */
    readonly env?: NodeJS.ProcessEnv;
}

/** Puts what `pulumi stack export` printed in place of the state. Nothing is changed if anything about it is wrong. */
export async function importDeployment(store: StateStore, text: string, options: ImportOptions): Promise<void> {
    const { deployment } = parseCheckpoint(text, "The deployment to import");
    const stored = inOrder(deployment.resources ?? []);
    assertSound("The deployment cannot be imported", stored);
    assertOwn(
        stored.map(({ urn }) => urn),
        options,
    );
    const salt = deployment.secrets_providers?.state?.salt;
    const crypter = passphraseCrypter(givenPassphrase(options.env ?? process.env, "The deployment"), salt);
    const resources: ResourceState[] = stored.map((resource) => decodeResource(resource, crypter));
    const operations: PendingOperation[] = (deployment.pending_operations ?? []).map((operation) =>
        decodeOperation(operation, crypter),
    );
    await store.replace(resources, operations);
}

function assertSound(what: string, resources: Parameters<typeof integrityProblems>[0]): void {
    const problems = integrityProblems(resources);
    if (problems.length > 0) {
        throw new Error(`${what}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    }
}

function assertOwn(urns: readonly string[], { project, stack }: ImportOptions): void {
    const prefix = `urn:pulumi:${stack}::${project}::`;
    const foreign = urns.filter((urn) => !urn.startsWith(prefix));
    if (foreign.length > 0) {
        throw new Error(
            `The deployment belongs to another stack: ${foreign.length} of its resources, ${String(foreign[0])} among them, ` +
                `are not of the stack '${stack}' of the project '${project}'. Rename them with \`pulumi stack rename\` before the export.`,
        );
    }
}
