// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { type Send, sender } from "kubesphere-network/components/cluster/request";
import type { LiveCluster } from "../cluster/cluster";
import { assertGoodInput } from "../inputs/bad-input";

/** Where KubeSphere's API is. What is left out comes from the kubeconfig. */
export interface KapisOptions {
    /** Address of KubeSphere's API server or console, such as "https://ks.example.com". The kubeconfig's server by default. */
    readonly kubesphere?: string;
    /** File with a token for that address; $KUBESPHERE_TOKEN by default. A token is no argument: everybody sees those. */
    readonly kubesphereTokenFile?: string;
    /** File with the authorities to trust for that address, as PEM; those of Node.js by default. */
    readonly kubesphereCa?: string;
    /** Name by which KubeSphere knows the cluster. It is asked for the one that it runs on by default. */
    readonly cluster?: string;
}

/** A server with KubeSphere's API. */
export interface KapisServer {
    readonly title: string;
    /** What comes before each path, such as "/clusters/member-1". */
    readonly prefix: string;
    readonly send: Send;
}

/** Names of this machine, where a token in clear reaches nobody else. */
const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The server that the options name. Throws a BadInput with everything that is wrong with them. Redirects are never
 * followed, so that a token reaches no other host.
 */
export function kapisServer(cluster: Pick<LiveCluster, "context" | "send">, options: KapisOptions): KapisServer {
    const prefix = options.cluster === undefined ? "" : `/clusters/${encodeURIComponent(options.cluster)}`;
    const { kubesphere, kubesphereTokenFile, kubesphereCa } = options;
    if (kubesphere === undefined) {
        assertGoodInput(
            (kubesphereTokenFile ?? kubesphereCa) === undefined
                ? []
                : ["--kubesphere-token-file and --kubesphere-ca say how to reach a URL: give --kubesphere with them."],
        );
        return { title: `the cluster "${cluster.context}"`, prefix, send: cluster.send };
    }
    const url = URL.canParse(kubesphere) ? new URL(kubesphere) : undefined;
    const token = tokenOf(kubesphereTokenFile);
    assertGoodInput([
        ...urlProblems(kubesphere, url),
        ...("problem" in token ? [token.problem] : []),
        ...[kubesphereCa]
            .filter((file) => file !== undefined && !existsSync(file))
            .map((file) => `'--kubesphere-ca' (${file ?? ""}) must be a file with certificates. There is none.`),
    ]);
    const ca = kubesphereCa === undefined ? undefined : readFileSync(kubesphereCa);
    const headers = { Authorization: `Bearer ${"token" in token ? token.token : ""}` };
    const server = { context: "kubesphere", url: url as URL, authorized: () => Promise.resolve({ ca, headers }) };
    return { title: (url as URL).origin, prefix, send: sender(server) };
}

function urlProblems(text: string, url: URL | undefined): string[] {
    if (url === undefined || !["https:", "http:"].includes(url.protocol)) {
        return [`'--kubesphere' (${text}) must be the URL of KubeSphere's API server, such as https://ks.example.com.`];
    }
    if (url.username !== "" || url.password !== "") {
        return ["'--kubesphere' must have no password in it: everybody on the machine sees arguments."];
    }
    return url.protocol === "http:" && !LOCAL.test(url.hostname)
        ? [
              `'--kubesphere' (${text}) must be an https URL: the token would travel in clear. Without TLS, use: kubectl port-forward -n kubesphere-system service/ks-apiserver 9090:80 and --kubesphere http://127.0.0.1:9090`,
          ]
        : [];
}

/** The token, which no message shows. */
function tokenOf(file: string | undefined): { readonly token: string } | { readonly problem: string } {
    if (file !== undefined && !existsSync(file)) {
        return { problem: `'--kubesphere-token-file' (${file}) must be a file with a token. There is none.` };
    }
    const source = file === undefined ? "'KUBESPHERE_TOKEN'" : `'--kubesphere-token-file' (${file})`;
    const token = (file === undefined ? (process.env.KUBESPHERE_TOKEN ?? "") : readFileSync(file, "utf8")).trim();
    if (token === "") {
        return {
            problem: `--kubesphere needs a token, and ${source} has none. Set KUBESPHERE_TOKEN, or name a file: --kubesphere-token-file FILE`,
        };
    }
    return /^[\x21-\x7e]+$/.test(token)
        ? { token }
        : { problem: `${source} must be one token, without blanks and line breaks in it.` };
}
