// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import { dump } from "js-yaml";

/** Who may write to a sandbox. Each has a token of its own, so that the audit log tells them apart. */
export const User = {
    /** The person or program that uses the sandbox. */
    Admin: "admin",
    /** Installs the CustomResourceDefinitions and the base namespaces. */
    Installer: "sandbox-installer",
    /** Kubernetes' own controllers: the namespace controller, the garbage collector and, with nodes, those of workloads. */
    ControllerManager: "system:kube-controller-manager",
    /** Answers in place of KubeSphere. */
    SimulatedKubeSphere: "simulated-kubesphere",
    /** Runs pods in place of nodes. */
    SimulatedNodes: "simulated-nodes",
} as const;
export type User = (typeof User)[keyof typeof User];

/** A token for each user. */
export type Tokens = Readonly<Record<User, string>>;

export function makeTokens(): Tokens {
    const token = () => randomBytes(24).toString("base64url");
    return {
        [User.Admin]: token(),
        [User.Installer]: token(),
        [User.ControllerManager]: token(),
        [User.SimulatedKubeSphere]: token(),
        [User.SimulatedNodes]: token(),
    };
}

/** The file that kube-apiserver reads with --token-auth-file. */
export function tokenFile(tokens: Tokens): string {
    const lines = Object.entries(tokens).map(([user, token]) => `${token},${user},${user},system:masters`);
    return `${lines.join("\n")}\n`;
}

/** How one user reaches an API server. `name` is that of the context; it defaults to "sandbox". */
export function kubeconfig(
    { url, authority, name = "sandbox" }: { url: string; authority: string; name?: string },
    user: User,
    token: string,
): string {
    return dump({
        apiVersion: "v1",
        kind: "Config",
        "current-context": name,
        clusters: [
            {
                name,
                cluster: {
                    server: url,
                    "certificate-authority-data": Buffer.from(authority).toString("base64"),
                },
            },
        ],
        users: [{ name: user, user: { token } }],
        contexts: [{ name, context: { cluster: name, user } }],
    });
}
