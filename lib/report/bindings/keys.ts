// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE } from "../../kinds";
import { DISAGREE_RULE, FAMILY_RULE, MALFORMED_RULE } from "../rules/binding-rules";
import { quoted } from "../words";
import type { Binding, PoolList } from "./binding";
import type { NamespacePair } from "./pairs";
import type { KnownPools, Time } from "./pools";
import type { BindingCheck, Found } from "./world";

/** What a key of a namespace says that does not go, and how a report puts it. */
type Fault = Omit<Found, "object">;

/** Labels and annotations of namespaces that cannot be read, or say different things, and did not before. */
export const keyFaults: BindingCheck = ({ known, pairs }) => pairs.flatMap((pair) => newFaults(pair, known));

function newFaults({ name, before, after }: NamespacePair, known: KnownPools): Found[] {
    if (!after || (before && before.unknown.length > 0)) {
        return [];
    }
    const old = new Set(before && faultsOf(before, known, "before").map(({ message }) => message));
    return faultsOf(after, known, "after")
        .filter(({ message }) => !old.has(message))
        .map((fault) => ({ object: { kind: NAMESPACE.kind, name }, ...fault }));
}

function faultsOf(binding: Binding, known: KnownPools, time: Time): Fault[] {
    return [...binding.lists.flatMap((list) => listFaults(list, known, time)), ...disagreement(binding)];
}

function listFaults({ annotation, family, text, pools }: PoolList, known: KnownPools, time: Time): Fault[] {
    if (pools === undefined) {
        return [
            {
                rule: MALFORMED_RULE,
                severity: "danger",
                message: `Its annotation ${annotation} (${text}) is no JSON list of pools: every new pod of the namespace fails.`,
                wayOut: 'Write it as ["pool-a"], or remove it.',
            },
        ];
    }
    const strangers = pools.filter((pool) => ![family, undefined].includes(known.familyOf(pool, time)));
    return strangers.length === 0
        ? []
        : [
              {
                  rule: FAMILY_RULE,
                  severity: "danger",
                  message: `Its annotation ${annotation} lists ${quoted(strangers)} without IPv${family} addresses: every new pod of the namespace fails.`,
                  wayOut: `Move ${quoted(strangers)} to the annotation of the other address family.`,
              },
          ];
}

function disagreement({ labels, lists, pools: all, unknown }: Binding): Fault[] {
    const annotated = [...new Set(lists.flatMap(({ pools = [] }) => pools))];
    const isSame = [labels, annotated].every(({ length }) => length === all.length);
    const isReadable = unknown.length === 0 && lists.every(({ pools }) => pools !== undefined);
    return !isReadable || labels.length === 0 || lists.length === 0 || isSame
        ? []
        : [
              {
                  rule: DISAGREE_RULE,
                  severity: "warning",
                  message: `KubeSphere's labels bind it to ${quoted(labels)}, Calico's annotations to ${annotated.length === 0 ? "no pool" : quoted(annotated.sort())}: pods go by the annotations.`,
                  wayOut: "Give labels and annotations the same pools.",
              },
          ];
}
