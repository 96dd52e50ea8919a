// SPDX-License-Identifier: Apache-2.0
import { dump } from "js-yaml";
import { grouped } from "kubesphere-network/lib/grouped";
import type { Manifest } from "kubesphere-network/lib/manifest";
import type { Need } from "./need";
import { type RoleRule, roleRules } from "./rules";

/** Who gets a role. */
export interface RoleSubject {
    readonly kind: "ServiceAccount" | "User" | "Group";
    readonly name: string;
    /** Of a ServiceAccount. */
    readonly namespace?: string;
}

/** A role, and the comments of its rules in their order. */
interface CommentedRole {
    readonly manifest: Manifest;
    readonly comments: readonly (readonly string[])[];
}

const RBAC = "rbac.authorization.k8s.io";

/** The roles for rights: a ClusterRole for what is needed everywhere, a Role for each single namespace, and their bindings. */
export function roleManifests(name: string, needs: readonly Need[], subject?: RoleSubject): Manifest[] {
    return rolesOf(name, needs).flatMap(({ manifest }) => [
        manifest,
        ...(subject ? [bindingOf(manifest, subject)] : []),
    ]);
}

/** The same as YAML with comments that say what each rule is for. */
export function rolesText(name: string, needs: readonly Need[], subject?: RoleSubject): string {
    const documents = rolesOf(name, needs).flatMap((role) => [
        commentedText(role),
        ...(subject ? [dump(bindingOf(role.manifest, subject))] : []),
    ]);
    return documents.join("---\n");
}

function rolesOf(name: string, needs: readonly Need[]): CommentedRole[] {
    const byNamespace = grouped(needs, ({ namespace }) => namespace);
    return [...byNamespace].map(([namespace, some]) => {
        const rules = roleRules(some);
        const manifest = {
            apiVersion: `${RBAC}/v1`,
            kind: namespace === undefined ? "ClusterRole" : "Role",
            metadata: namespace === undefined ? { name } : { name, namespace },
            rules: rules.map(({ comments: _, ...rule }) => rule),
        };
        return { manifest, comments: rules.map(({ comments }: RoleRule) => comments) };
    });
}

function bindingOf({ kind, metadata }: Manifest, subject: RoleSubject): Manifest {
    return {
        apiVersion: `${RBAC}/v1`,
        kind: `${kind}Binding`,
        metadata,
        roleRef: { apiGroup: RBAC, kind, name: metadata.name },
        subjects: [subject.kind === "ServiceAccount" ? subject : { apiGroup: RBAC, ...subject }],
    };
}

function commentedText({ manifest: { rules, ...head }, comments }: CommentedRole): string {
    const texts = (rules as object[]).map((rule, index) => {
        const said = (comments[index] ?? []).map((comment) => `    # ${comment}\n`).join("");
        return `${said}${dump([rule], { flowLevel: 2 }).replace(/^/gm, "    ").trimEnd()}\n`;
    });
    return `${dump(head)}rules:\n${texts.join("")}`;
}
