// SPDX-License-Identifier: Apache-2.0

/** Type of the one resource that every program has at its root. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** `<parent types>$<type>` of a URN, e.g. "kubesphere-network:index:IPPool$kubernetes:crd.projectcalico.org/v1:IPPool". */
export function qualifiedType(urn: string): string {
    return urn.split("::")[2] ?? "";
}

/** The logical name, which may itself contain "::". */
export function urnName(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

export function urnType(urn: string): string {
    return qualifiedType(urn).split("$").at(-1) ?? "";
}

/** Builds the URN that Pulumi gives a resource; the stack itself never shows in its children's types. */
export function buildUrn(at: { stack: string; project: string; parent?: string }, type: string, name: string): string {
    const parentType = at.parent ? qualifiedType(at.parent) : "";
    const path = parentType && parentType !== STACK_TYPE ? `${parentType}$${type}` : type;
    return `urn:pulumi:${at.stack}::${at.project}::${path}::${name}`;
}

/** Package of a type token: "kubernetes" of "kubernetes:core/v1:Namespace". */
export function packageOf(type: string): string {
    return type.split(":")[0] ?? "";
}

/** Package that a provider's URN serves: "kubernetes" of "...::pulumi:providers:kubernetes::default". */
export function providerPackage(urn: string): string {
    return urnType(urn).split(":")[2] ?? "";
}

export function isProviderType(type: string): boolean {
    return type.startsWith("pulumi:providers:");
}

/** Splits the reference `<urn>::<id>` by which resources name their provider. */
export function parseProviderReference(reference: string): { urn: string; id: string } {
    const at = reference.lastIndexOf("::");
    return { urn: reference.slice(0, at), id: reference.slice(at + 2) };
}
