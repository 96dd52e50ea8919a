// SPDX-License-Identifier: Apache-2.0
import { loadProject } from "./project/project";
import { passphraseFromEnvironment } from "./project/secrets/sources";
import { loadStackConfig } from "./project/stack-config";
import type { Checkpoint } from "./state/checkpoint";
import { exportDeployment, importDeployment } from "./state/exchange";
import { defaultStateFolder, openState, type StateStore } from "./state/store";

export interface StackPlace {
    /** Folder of the program, or one inside it. */
    readonly cwd: string;
    /** Name of the stack. */
    readonly stack: string;
    /** Where the passphrase is looked for. Defaults to this process's environment. */
    readonly env?: NodeJS.ProcessEnv;
}

/** The state of a stack as `pulumi stack import` takes it, and what has to be known to use it. */
export async function exportState(
    place: StackPlace & { readonly showSecrets?: boolean },
): Promise<{ deployment: Checkpoint; notes: string[] }> {
    return withState(place, true, (store, { env }) => {
        const passphrase = passphraseFromEnvironment(env);
        const deployment = exportDeployment(store, { showSecrets: place.showSecrets ?? false, passphrase });
        const hasSecrets = deployment.deployment.secrets_providers?.state?.salt !== undefined;
        const notes =
            hasSecrets && !place.showSecrets && passphrase === undefined
                ? [
                      "The secrets are encrypted with the sandbox's own passphrase. Set PULUMI_CONFIG_PASSPHRASE_FILE to " +
                          `${store.folder}/passphrase for \`pulumi stack import\`, or set PULUMI_CONFIG_PASSPHRASE and export again.`,
                  ]
                : [];
        return Promise.resolve({ deployment, notes });
    });
}

/** Puts what `pulumi stack export` printed in place of the state; gives the number of resources. */
export async function importState(place: StackPlace & { readonly json: string }): Promise<number> {
    return withState(place, false, async (store, { env, project }) => {
        await importDeployment(store, place.json, { project, stack: place.stack, env });
        return store.resources.length;
    });
}

async function withState<T>(
    place: StackPlace,
    readOnly: boolean,
    use: (store: StateStore, at: { env: NodeJS.ProcessEnv; project: string }) => Promise<T>,
): Promise<T> {
    const env = place.env ?? process.env;
    const project = loadProject(place.cwd);
    const config = loadStackConfig(project, place.stack, env);
    const folder = defaultStateFolder(project.root, project.name, place.stack);
    const store = await openState({ folder, env, readOnly, salt: config.encryptionSalt });
    try {
        return await use(store, { env, project: project.name });
    } finally {
        await store.close();
    }
}
