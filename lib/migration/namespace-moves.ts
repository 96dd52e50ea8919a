// SPDX-License-Identifier: Apache-2.0
import { OWN_NAME } from "../binding/format";
import { bindingLabels } from "../binding/metadata";
import { parseCidr } from "../cidr";
import { means } from "../ippool/pins";
import { ipPoolLabel } from "../labels";
import type { NamespaceBinding } from "./namespace-binding";
import type { NamespaceMove } from "./plan";
import type { TwoPools } from "./pools";

/** What one key is before and on the way; null where it is not there. */
interface Steps {
    readonly before: string | null;
    readonly both: string | null;
    readonly narrowed: string | null;
    readonly after: string | null;
}

/**
 * What is written on a namespace. Its own form stays: the values of its labels, names or CIDRs in its annotation, other
 * pools of its annotation, and none at the end where there was none.
 *
 * Bound to both pools it may still get old addresses: Calico takes a free address of any block that the node has of any
 * pool on the list before it looks at the order of the list. Hence `narrowed`. A namespace that has labels only gets the
 * annotation for that time.
 *
 * Source: prepareAffinityBlocksForHost and findOrClaimBlock in libcalico-go/lib/ipam/ipam.go of Calico
 */
export function namespaceMove(binding: NamespaceBinding, pools: TwoPools): NamespaceMove {
    const labels = Object.entries(labelSteps(binding, pools));
    const list = listSteps(binding, pools);
    const at = (step: keyof Steps) => ({
        labels: Object.fromEntries(labels.map(([key, steps]) => [key, steps[step]])),
        annotations: { [binding.key]: list[step] },
    });
    return {
        namespace: binding.name,
        before: at("before"),
        both: at("both"),
        narrowed: at("narrowed"),
        after: at("after"),
    };
}

function labelSteps({ labels }: NamespaceBinding, { from, to }: TwoPools): Record<string, Steps> {
    const [oldKey, newKey] = [ipPoolLabel(from.name), ipPoolLabel(to.name)];
    const [oldValue, newValue = null] = [labels[oldKey], labels[newKey]];
    if (oldValue === undefined) {
        return { [oldKey]: always(null), [newKey]: always(newValue) };
    }
    const alike = bindingLabels([to.name], oldValue === from.name ? OWN_NAME : oldValue)[newKey] ?? "";
    const next = newValue ?? alike;
    return {
        [oldKey]: { before: oldValue, both: oldValue, narrowed: oldValue, after: null },
        [newKey]: { before: newValue, both: next, narrowed: next, after: next },
    };
}

function listSteps({ text, list = [] }: NamespaceBinding, { from, to }: TwoPools): Steps {
    const old = list.find((entry) => means(entry, from));
    if (old === undefined) {
        // Where there is no annotation, one goes with the labels for a while; one that says otherwise is left alone.
        return text === undefined ? { ...always(null), narrowed: JSON.stringify([to.name]) } : always(text);
    }
    const next = list.find((entry) => means(entry, to)) ?? (parseCidr(old) ? to.spec.cidr : to.name);
    const others = list.filter((entry) => !means(entry, to));
    const alone = [...new Set(list.map((entry) => (means(entry, from) || means(entry, to) ? next : entry)))];
    return {
        before: text ?? null,
        // Calico fails every pod that lists a disabled pool, so the old one is not listed beside the new one then.
        both: JSON.stringify(from.spec.disabled ? alone : [next, ...others]),
        narrowed: JSON.stringify(alone),
        after: JSON.stringify(alone),
    };
}

function always(value: string | null): Steps {
    return { before: value, both: value, narrowed: value, after: value };
}
