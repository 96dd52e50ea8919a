// SPDX-License-Identifier: Apache-2.0
import { assertGoodInput } from "../inputs/bad-input";

/**
 * Contexts of the kubeconfig by the names of their clusters, as an option has them: each as "NAME=CONTEXT". Throws a
 * BadInput with all that are something else, or given twice.
 */
export function contextsOf(option: string, texts: readonly string[] = []): ReadonlyMap<string, string> {
    const contexts = new Map<string, string>();
    const problems = texts.flatMap((text) => {
        const [, name, context] = /^([^=]+)=(.+)$/.exec(text) ?? [];
        if (name === undefined || context === undefined) {
            return [`'${option}' (${text}) must be NAME=CONTEXT, such as member-1=production.`];
        }
        const isTwice = contexts.has(name);
        contexts.set(name, context);
        return isTwice ? [`'${option}' names ${name} twice. Keep one of them.`] : [];
    });
    assertGoodInput(problems);
    return contexts;
}
