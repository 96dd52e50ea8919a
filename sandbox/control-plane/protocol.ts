// SPDX-License-Identifier: Apache-2.0

/** What a supervisor is told when it starts. */
export interface SupervisorOptions {
    readonly name: string;
    readonly dataFolder: string;
    /** What to start, each an absolute path. Nothing when an existing cluster is used. */
    readonly binaries?: ControlPlaneBinaries | undefined;
    /** Address of the existing cluster. */
    readonly url?: string | undefined;
    /** Installs the CustomResourceDefinitions and base namespaces before the controllers start. */
    readonly crds: boolean;
    /** Starts the simulated KubeSphere. */
    readonly controllers: boolean;
    /** How many simulated nodes run pods. With none no pod runs. */
    readonly nodes: number;
    /** Keeps running after the process that started it has ended. */
    readonly detached: boolean;
}

/** Absolute paths of the processes of a control plane. */
export interface ControlPlaneBinaries {
    readonly etcd: string;
    readonly "kube-apiserver": string;
    readonly "kube-controller-manager": string;
    readonly kubectl: string;
}

/** What its owner asks a supervisor to do. */
export type Command = "stop" | "stopApiServer" | "startApiServer";

export interface CommandMessage {
    readonly id: number;
    readonly command: Command;
}

/** What a supervisor tells its owner. */
export type SupervisorMessage =
    | { readonly type: "ready" }
    | { readonly type: "failed"; readonly message: string }
    | { readonly type: "done"; readonly id: number; readonly message?: string };
