// SPDX-License-Identifier: Apache-2.0
import { IPV4_POOLS_ANNOTATION, IPV6_POOLS_ANNOTATION } from "kubesphere-network/lib/labels";
import { NoAddressError } from "./pools";

type Annotations = Readonly<Record<string, string>>;

/** Annotation of a namespace or a pod: JSON list of the address families that a pod gets addresses of. */
const FAMILIES_ANNOTATION = "cni.projectcalico.org/ipFamilies";
const POOLS_ANNOTATIONS = { 4: IPV4_POOLS_ANNOTATION, 6: IPV6_POOLS_ANNOTATION } as const;
const FAMILIES: Readonly<Record<string, 4 | 6>> = { IPv4: 4, IPv6: 6 };

/** The address families of a pod, and the pools that are asked for in each, by name or CIDR. */
export interface PodRequest {
    readonly family: 4 | 6;
    readonly pools: readonly string[];
}

/**
 * What a pod's annotations ask for, and where it has none those of its namespace. Without any it gets an IPv4 address of
 * any pool. Throws a NoAddressError for a text that is no JSON list. Source: cni-plugin/pkg/k8s/k8s.go of Calico.
 */
export function podRequests(pod: Annotations, namespace: Annotations): PodRequest[] {
    // An empty text counts as none.
    const text = (key: string) => [pod[key], namespace[key]].find((value = "") => value !== "");
    const families = listOf(text(FAMILIES_ANNOTATION)) ?? ["IPv4"];
    return families.map((name) => {
        const family = FAMILIES[name];
        if (family === undefined) {
            throw new NoAddressError(`error parsing ipFamilies: ${text(FAMILIES_ANNOTATION) ?? ""}`);
        }
        return { family, pools: listOf(text(POOLS_ANNOTATIONS[family])) ?? [] };
    });
}

/** A JSON list of texts; the errors are those of Go's decoder. */
function listOf(text: string | undefined): string[] | undefined {
    if (text === undefined) {
        return undefined;
    }
    const value = parsed(text);
    if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) {
        return value;
    }
    const what = Array.isArray(value) ? "array with other values" : typeof value;
    throw new NoAddressError(`json: cannot unmarshal ${what} into Go value of type []string`);
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new NoAddressError(`invalid character '${text.trim()[0] ?? ""}' looking for beginning of value`);
    }
}
